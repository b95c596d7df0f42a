import { parentPort } from 'node:worker_threads';
import type { PaperContent } from '../reports/paper-bytes.ts';
import { paperBytes } from '../reports/paper-bytes.ts';
import type { PaperAnswer } from './papers.ts';

// A thread of its own: a picture takes tenths of a second, a workbook of a busy year many, and the bot goes on hearing meanwhile.

parentPort?.on('message', (content: PaperContent) => void answer(content));

async function answer(content: PaperContent): Promise<void> {
  parentPort?.postMessage(await made(content));
}

async function made(content: PaperContent): Promise<PaperAnswer> {
  try {
    return { ok: true, bytes: await paperBytes(content) };
  } catch (error) {
    return { ok: false, error: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
}
