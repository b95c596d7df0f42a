/**
 * Whether an address is one of a platform's: a configured gateway, with its port, or one of the others. On the loopback too no other port
 * is meant: whatever else runs on this machine has no files of people, and is told nothing of a group.
 * @param bases of the gateways: `https://HOST:PORT`
 * @param others `HOST`, `HOST:PORT` or `*.HOST`; by https only
 * @returns the address by https, unless the gateway itself goes without: each holds a secret; undefined: it lies elsewhere
 */
export function ownPlace(url: URL, bases: readonly string[], others: readonly string[]): URL | undefined {
  if (url.username !== '' || url.password !== '') return undefined;
  const gateway = bases.map((base) => new URL(base)).find(({ host }) => host === url.host);
  if (!gateway && !others.some((other) => isAt(url, other))) return undefined;
  if (url.protocol === 'https:' || url.protocol === gateway?.protocol) return url;
  return url.protocol === 'http:' ? new URL(`https:${url.href.slice('http:'.length)}`) : undefined;
}

function isAt({ host }: URL, place: string): boolean {
  return place.startsWith('*.') ? host.endsWith(place.slice(1)) : host === place;
}
