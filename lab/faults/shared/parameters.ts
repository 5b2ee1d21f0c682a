/** Parameters that several faults have. What they mean for a connection: `protocol/effects.ts`. */
import type { Established } from '../../../protocol/effects.ts';
import type { Parameter, ParameterValues } from '../fault.ts';

const ESTABLISHED_ABOUT = 'What happens to connections that are already open';

export const ESTABLISHED = {
  about: ESTABLISHED_ABOUT,
  type: 'choice',
  choices: ['keep', 'cut', 'blackhole'],
  default: 'blackhole',
} as const satisfies Parameter;

/** Where a device that ends connections itself was put into the path, none of them is kept. */
export const ESTABLISHED_BROKEN = {
  about: ESTABLISHED_ABOUT,
  type: 'choice',
  choices: ['cut', 'blackhole'],
  default: 'cut',
} as const satisfies Parameter;

export function establishedOf({ established }: ParameterValues): Established {
  return established as Established;
}

export const CLOCK_DIRECTION = {
  about: 'Whether the clock is behind or ahead',
  ...{ type: 'choice', choices: ['behind', 'ahead'], default: 'behind' },
} as const satisfies Parameter;

/** Of a fault that has a parameter `offset` beside the direction. */
export function clockOffset({ direction, offset }: ParameterValues): number {
  return direction === 'ahead' ? Number(offset) : -Number(offset);
}

/** How much of what goes by is hit: 0 to 1, as effects carry it. */
export function shareOf(what: string, usual = 1) {
  return {
    about: `Part of the ${what} that it hits`,
    ...{ type: 'number', unit: 'share', default: usual, min: 0.01, max: 1 },
  } as const satisfies Parameter;
}
