/**
 * The contract of a figure: measured against a bound or a peer in the same run, never against a
 * wall clock alone.
 */
export interface Figure {
  /** The file's name and the argument of `npm run bench`. */
  name: string;
  about: string;
  measure(progress: (text: string) => void): Promise<Row[]>;
}

export interface Row {
  name: string;
  value: number;
  unit: string;
  /** The bound or the peer, measured in the same run, with its value. */
  against: string;
  /** `value` over the bound or peer. */
  ratio: number;
  /** In words: `ratio ≥ 0.7`. */
  goal: string;
  met: boolean;
}

/** `atLeast`: more is better. `atMost`: less is better. */
export function row(
  figure: { name: string; value: number; unit: string },
  against: { what: string; value: number },
  goal: { atLeast: number } | { atMost: number },
): Row {
  const ratio = figure.value / against.value;
  const wanted = 'atLeast' in goal ? `ratio ≥ ${goal.atLeast}` : `ratio ≤ ${goal.atMost}`;
  const met = 'atLeast' in goal ? ratio >= goal.atLeast : ratio <= goal.atMost;
  return {
    ...figure,
    value: round(figure.value),
    against: `${against.what}: ${round(against.value)}`,
    ratio: round(ratio),
    goal: wanted,
    met,
  };
}

function round(value: number): number {
  return Number(value.toPrecision(4));
}
