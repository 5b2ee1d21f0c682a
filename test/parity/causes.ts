/**
 * A test says by its name which AADSTS codes it brings about by their cause, through the protocol:
 * `test(causes(50011, 'an unregistered redirect URI is refused'), …)`. Codes are written as
 * literals, because the generator of `docs/aadsts.md` reads them from the source.
 */
import type { AadstsCode } from '../../protocol/aadsts.ts';

export function causes(_codes: AadstsCode | readonly AadstsCode[], name: string): string {
  return name;
}
