/** Whether a host is this machine, by its name alone; brackets around IPv6 are optional. */
export function isLoopback(host: string): boolean {
  return /^(localhost|::1|\[::1\]|127\.\d+\.\d+\.\d+)$/.test(host);
}
