export interface MediaFile {
  readonly bytes: Uint8Array;
  readonly name?: string;
}

export type Found =
  | { readonly status: 200; readonly bytes: Buffer; readonly name?: string }
  | { readonly status: 403 | 404 };

/** Files that people sent: to be had for a while. */
export interface ExpiringFiles {
  /** @returns its id */
  put(file: MediaFile): string;
  get(id: string): Found;
}

export function createExpiringFiles(validMs: number, now: () => number): ExpiringFiles {
  const files = new Map<string, { readonly bytes: Buffer; readonly name?: string; readonly at: number }>();
  return {
    put({ bytes, name }) {
      const id = `F${files.size + 1}`;
      files.set(id, { bytes: Buffer.from(bytes), at: now(), ...(name !== undefined && { name }) });
      return id;
    },
    get(id) {
      const file = files.get(id);
      if (!file) return { status: 404 };
      return now() - file.at > validMs ? { status: 403 } : { status: 200, ...file };
    },
  };
}
