/** @param address of http or of a socket */
export function hostAndPort(address: string): string {
  const url = URL.parse(address);
  return url === null ? address : `${url.hostname} on port ${url.port || '443'}`;
}
