import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

export interface Asset {
  readonly type: string;
  readonly body: string;
  readonly etag: string;
}

const WEB = new URL('../web/', import.meta.url);

/** The files of the sandbox page; each is read or built once, at the first request or ahead of it. */
export interface SandboxAssets {
  page(): Promise<Asset>;
  script(): Promise<Asset>;
  style(): Promise<Asset>;
  icon(): Promise<Asset>;
}

export function sandboxAssets(): SandboxAssets {
  return {
    page: once(() => fileAsset('index.html', 'text/html; charset=utf-8')),
    script: once(() => bundle('main.tsx', 'text/javascript; charset=utf-8')),
    style: once(() => bundle('styles/app.css', 'text/css; charset=utf-8')),
    icon: once(() => fileAsset('icon.svg', 'image/svg+xml')),
  };
}

async function fileAsset(name: string, type: string): Promise<Asset> {
  return asset(type, await readFile(new URL(name, WEB), 'utf8'));
}

async function bundle(entry: string, type: string): Promise<Asset> {
  // Loaded here: the bundler takes longer to load than the bot to start.
  const { build } = await import('esbuild');
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL(entry, WEB))],
    bundle: true,
    write: false,
    format: 'esm',
    target: 'es2022',
    minify: true,
    charset: 'utf8',
    jsx: 'automatic',
    jsxImportSource: 'preact',
    legalComments: 'none',
    logLevel: 'silent',
  });
  return asset(type, outputFiles[0]?.text ?? '');
}

function asset(type: string, body: string): Asset {
  return { type, body, etag: `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"` };
}

/** One that failed is tried again at the next request. */
function once(make: () => Promise<Asset>): () => Promise<Asset> {
  let made: Promise<Asset> | undefined;
  return () => {
    made ??= make().catch((error: unknown) => {
      made = undefined;
      throw error;
    });
    return made;
  };
}
