export { LAB_KINDS, type LabKind } from './kind.ts';
export { labDocument, makeLab, type Lab, type LabOptions } from './make-lab.ts';
