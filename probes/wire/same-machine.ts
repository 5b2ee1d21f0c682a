/**
 * Whether two names are of one machine: `srv-1` is `SRV-1.corp.example`, and two full names have to
 * be equal.
 */
export function isSameMachine(one: string, other: string): boolean {
  const [a, b] = [one.toLowerCase(), other.toLowerCase()];
  if (a.includes('.') && b.includes('.')) return a === b;
  return a.split('.')[0] === b.split('.')[0];
}
