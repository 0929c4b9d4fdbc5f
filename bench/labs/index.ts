export { advance } from './advance.ts';
export { disturb, DISTURBANCES, type DisturbedLab, type Disturbance, type DisturbOptions } from './disturb.ts';
export { LAB_KINDS, type LabKind } from './kind.ts';
export { labDocument, makeLab, type Lab, type LabOptions } from './make-lab.ts';
