export { decryptCrypt4gh, encryptCrypt4gh, SEGMENT_BYTES, type EncryptOptions } from './crypt4gh.ts';
export { Crypt4ghError, type Crypt4ghErrorCode } from './crypt4gh-error.ts';
export {
  formatPublicKey,
  formatSecretKey,
  MAX_KEY_FILE_BYTES,
  parsePublicKey,
  parseSecretKey,
  type Lock,
} from './key-file.ts';
export { keyPairOf, type KeyPair } from './x25519.ts';
