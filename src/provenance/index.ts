export { decodeCheckpoint, encodeCheckpoint, originFault, type Checkpoint } from './checkpoint.ts';
export { fromBase64, fromHex, toBase64, toHex, type Hash } from './hash.ts';
export { LedgerError, type BreakCode, type LedgerBreak, type LedgerErrorCode } from './ledger-error.ts';
export { createLedgerWriter, type LedgerWriter, type LedgerWriterOptions } from './ledger-writer.ts';
export { memoryStorage, type MemoryStorage } from './memory-storage.ts';
export {
  consistencyProof,
  inclusionProof,
  verifyConsistency,
  verifyInclusion,
  type ConsistencyClaim,
  type InclusionClaim,
} from './merkle-proof.ts';
export { createMerkleTree, leafHash, nodeHash, type MerkleTree } from './merkle.ts';
export { readFacts, readLedger, type ReadRecord } from './read-ledger.ts';
export { directoryStorage, type LedgerStorage } from './storage.ts';
export { verifyLedger, type Verification, type VerifyOptions } from './verify.ts';
