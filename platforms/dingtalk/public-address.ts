/** @param publicUrl where this program is reached, with or without a path of its own @param path begins with a slash */
export function publicAddress(publicUrl: string, path: string): string {
  return `${publicUrl.replace(/\/+$/, '')}${path}`;
}
