export { explainSample, type Explained, type LifeEntry, type SampleLife } from './sample-life.ts';
export { lifeLines } from './lines.ts';
