export { drawImage, SECTOR_BYTES, worstImage } from './crash-image.ts';
export { applyEvent, copyOf, emptyDisk, filesOf, type DiskEvent, type DiskState } from './disk-state.ts';
export {
  createSimDisk,
  systemError,
  type Call,
  type CallKind,
  type Fault,
  type Mark,
  type SimDisk,
  type SimDiskOptions,
} from './sim-disk.ts';
export { createSimFs, type Lock, type SimFs } from './sim-fs.ts';
export { createSimPosix, type SimPosix } from './sim-posix.ts';
