export {
  decodeCheckpoint,
  encodeCheckpoint,
  originFault,
  signCheckpoint,
  type Checkpoint,
  type SignedCheckpoint,
} from './note/checkpoint.ts';
export * from './note/signed-note.ts';
export {
  isNotice,
  SIGNATURE_MEANINGS,
  type Entry,
  type Notice,
  type RecordSigned,
  type SignatureMeaning,
  type ValueCorrected,
} from './record/notice.ts';
export { PROGRAM_ACTOR } from './record/record.ts';
export { fromBase64, fromHex, toBase64, toHex, type Hash } from './hash.ts';
export { LedgerError, type BreakCode, type LedgerBreak, type LedgerErrorCode } from './ledger-error.ts';
export { createLedgerWriter, type LedgerWriter, type LedgerWriterOptions } from './ledger/ledger-writer.ts';
export { memoryStorage, type MemoryStorage } from './log/memory-storage.ts';
export {
  consistencyProof,
  inclusionProof,
  verifyConsistency,
  verifyInclusion,
  type ConsistencyClaim,
  type InclusionClaim,
} from './tree/merkle-proof.ts';
export { createMerkleTree, leafHash, nodeHash, type MerkleTree } from './tree/merkle.ts';
export { readFacts, readLedger, type ReadRecord } from './ledger/read-ledger.ts';
export { directoryStorage, type LedgerStorage } from './log/storage.ts';
export { verifyLedger, type Verification, type VerifyOptions } from './ledger/verify.ts';
export * from './exports/index.ts';
