export { parseForeignCheckpoint, type ForeignCheckpoint } from './note/any-checkpoint.ts';
export * from './crypt4gh/index.ts';
export {
  checkpointText,
  decodeCheckpoint,
  encodeCheckpoint,
  MAX_SIGNATURE_LINES,
  originFault,
  signCheckpoint,
  type Checkpoint,
  type SignedCheckpoint,
} from './note/checkpoint.ts';
export { checkProof, type ProofFault, type ProofPolicy, type ProofVerdict } from './note/check-proof.ts';
export { decodeProof, encodeProof, MAX_PROOF_BYTES, type DecodedProof, type ProofFile } from './note/proof-file.ts';
export { MAX_ANCHOR_BYTES, splitNotes } from './note/anchor-file.ts';
export * from './note/cosignature.ts';
export * from './note/open-note.ts';
export * from './note/private-key.ts';
export * from './note/signed-messages.ts';
export * from './note/signed-note.ts';
export * from './note/witness.ts';
export * from './note/witness-protocol.ts';
export {
  isNotice,
  isOfVault,
  SIGNATURE_MEANINGS,
  type Entry,
  type Notice,
  type RecordSigned,
  type VaultNotice,
  type SignatureMeaning,
  type ValueCorrected,
} from './record/notice.ts';
export { SUBJECT_KINDS, type Subject, type SubjectKind } from './record/subjects.ts';
export { PROGRAM_ACTOR } from './record/record.ts';
export { equalBytes, fromBase64, fromHex, toBase64, toHex, type Hash } from './hash.ts';
export { LedgerError, type BreakCode, type LedgerBreak, type LedgerErrorCode } from './ledger-error.ts';
export { readDocument, storeDocument, type StoredDocument } from './ledger/documents.ts';
export { type CheckpointInterval, type LedgerSize, type LedgerWriter } from './ledger/ledger-writer.ts';
export { openIndex, type IndexedRecord, type LedgerIndex } from './ledger/open-index.ts';
export { openLedger, type OpenedLedger, type OpenLedgerOptions } from './ledger/open-ledger.ts';
export { recover, type Cut, type Recovered } from './ledger/recover.ts';
export { memoryStorage, type MemoryStorage } from './log/memory-storage.ts';
export {
  consistencyProof,
  inclusionProof,
  verifyConsistency,
  verifyInclusion,
  type ConsistencyClaim,
  type InclusionClaim,
} from './tree/merkle-proof.ts';
export {
  consistencyRanges,
  createRootCollector,
  inclusionRanges,
  type LeafRange,
  type RootCollector,
} from './tree/proof-ranges.ts';
export { tilePath, type Tile } from './tree/tile.ts';
export { openTiles, type TileReader } from './tree/tile-reader.ts';
export type { TileFault, TiledLog } from './tree/tile-source.ts';
export { createTileWriter, type TileFile, type TileWriter } from './tree/tile-writer.ts';
export { createMerkleTree, leafHash, nodeHash, type MerkleTree } from './tree/merkle.ts';
export { exportTlog, type TlogExport, type WriteExport } from './exports/tlog.ts';
export { proveFromTlog } from './exports/tlog-proof.ts';
export { proveRecord, type ProvedRecord } from './ledger/prove-record.ts';
export { readFacts, readLedger, type ReadRecord } from './ledger/read-ledger.ts';
export { directoryStorage, type LedgerStorage } from './log/storage.ts';
export { readLeaves } from './ledger/verify-segments.ts';
export { readSignedCheckpoints } from './ledger/verify-checkpoints.ts';
export { verifyLedger, type Verification, type VerifiedLedger, type VerifyOptions } from './ledger/verify.ts';
export * from './exports/index.ts';
export { commitmentTo } from './vault/commitment.ts';
export { fileKeyWrapper, type KeyWrapper } from './vault/key-wrapper.ts';
export { KEY_BYTES, type RandomBytes } from './vault/seal.ts';
export { isSubject, type Identity } from './vault/subject-file.ts';
export { VaultError, type VaultErrorCode } from './vault/vault-error.ts';
export { openVault, type Access, type AccessLog, type Vault, type VaultStorage } from './vault/vault.ts';
