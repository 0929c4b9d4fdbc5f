import { describe, expect, it } from 'vitest';
import { ModelBuilder } from '../../../src/solver/mip/index.ts';

describe('the builder', () => {
  it('writes columns and rows as they were said, with zero to infinity where nothing was', () => {
    const builder = new ModelBuilder();
    const x = builder.continuous({ cost: 2 });
    const y = builder.integer({ lower: -1, upper: 7 });
    const z = builder.binary(3);
    expect([x, y, z]).toEqual([0, 1, 2]);
    builder.row(
      [
        [1, x],
        [4, z],
      ],
      { upper: 5 },
    );
    builder.equal([[-2, y]], 6);
    const { columns, rows } = builder.build();
    expect(columns).toEqual({
      count: 3,
      cost: Float64Array.of(2, 0, 3),
      lower: Float64Array.of(0, -1, 0),
      upper: Float64Array.of(Infinity, 7, 1),
      isInteger: Uint8Array.of(0, 1, 1),
    });
    expect(rows).toEqual({
      count: 2,
      first: Int32Array.of(0, 2, 3),
      column: Int32Array.of(0, 2, 1),
      coefficient: Float64Array.of(1, 4, -2),
      lower: Float64Array.of(-Infinity, 6),
      upper: Float64Array.of(5, 6),
    });
  });

  it('adds up terms of one column and leaves out what cancels', () => {
    const builder = new ModelBuilder();
    const [x, y] = [builder.binary(), builder.binary()];
    builder.row(
      [
        [2, x],
        [1, y],
        [3, x],
        [-1, y],
      ],
      { upper: 1 },
    );
    const { rows } = builder.build();
    expect([...rows.column]).toEqual([x]);
    expect([...rows.coefficient]).toEqual([5]);
  });

  it('refuses a term of a column that is not there', () => {
    expect(() => new ModelBuilder().row([[1, 0]], { upper: 1 })).toThrow('column 0 of 0');
  });
});
