/**
 * How every request of a probe names itself, so that a SOC can tell it from an attacker. A test
 * holds the version to that of package.json: this side reads no file.
 */
export const PROBE_USER_AGENT = 'pta-lab-probe/0.1.0';
