/** What was measured of the outputs of a sample becomes one value for each metric, in the unit of the gate that judges it. */

import { combineValues, inUnit, type Measurement, type QualityGate, type QualityValues } from '../model/index.ts';

/** Of one output. */
export interface MeasuredOutput extends Omit<Measurement, 'sample'> {
  readonly format: string;
}

/** Files of one format are parts of the sample; what other formats say of it is another look at the same. In order of the first of each. */
export function combineMeasurements(
  measured: readonly MeasuredOutput[],
  gates: readonly QualityGate[],
): readonly Omit<Measurement, 'sample'>[] {
  const units = new Map(measured.toReversed().map(({ metric, unit }) => [metric, unit]));
  const formats = [...new Set(measured.map(({ format }) => format))];
  const byFormat = formats.map((format) =>
    combineValues(measured.filter((one) => one.format === format).map(asValues), 'add'),
  );
  return Object.entries(combineValues(byFormat, 'worst')).map(([metric, value]) => {
    const unit = units.get(metric) ?? '';
    const asked = gates.find((gate) => gate.metric === metric)?.unit ?? unit;
    const converted = inUnit(value, unit, asked);
    return converted === undefined ? { metric, value, unit } : { metric, value: converted, unit: asked };
  });
}

const asValues = ({ metric, value }: MeasuredOutput): QualityValues => ({ [metric]: value });
