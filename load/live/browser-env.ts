/**
 * What k6 has to be told to find a browser as the rest of pta-lab does. Somebody who tells k6
 * directly is not overruled: this comes first in its environment.
 */

/** Chromium refuses to be sandboxed as root, which is who CI usually is. */
export function browserEnv(
  { CHROMIUM_BIN: chosen }: NodeJS.ProcessEnv,
  isRoot = process.getuid?.() === 0,
): Record<string, string> {
  return {
    ...(chosen && { K6_BROWSER_EXECUTABLE_PATH: chosen }),
    ...(isRoot && { K6_BROWSER_ARGS: 'no-sandbox' }),
  };
}
