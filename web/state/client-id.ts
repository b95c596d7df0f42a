/** An id for one saying or tap. Not `randomUUID`, which a page has only behind https or on the loopback address. */
export function newClientId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(12));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
