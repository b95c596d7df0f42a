import { connect, type Socket } from 'node:net';
import { type DurationMs, SECOND } from '../domain/types.ts';

/** Where clamd listens. */
export type ClamdAddress = { readonly host: string; readonly port: number } | { readonly path: string };

/**
 * Looks for viruses in a file before it is kept.
 * @throws {ScanFailed} it could not be looked through; it may be tried again
 */
export type Scan = (bytes: Uint8Array) => Promise<'clean' | 'infected'>;

/** clamd gave no answer, or none about the file; the message says why. */
export class ScanFailed extends Error {
  readonly code = 'not_scanned';
}

/** For all of it: the next attempt on a file begins within a minute. */
const LIMIT_MS: DurationMs = 20 * SECOND;
const CHUNK_BYTES = 64 * 1_024;
const LENGTH_BYTES = 4;
/** An answer names the file's virus; more than this is none of clamd's. */
const ANSWER_BYTES_MAX = 4 * 1_024;
/** `z`: the command and its answer end with a zero byte. */
const COMMAND = 'zINSTREAM\0';
const CLEAN = /^stream: OK$/;
const INFECTED = /^stream: .+ FOUND$/s;
const TOO_LONG = /size limit exceeded/i;

/** Asks clamd by its command INSTREAM: the bytes go over the connection, and nothing of them lies on its disk under a name. */
export function clamdScan(address: ClamdAddress, limitMs: DurationMs = LIMIT_MS): Scan {
  return async (bytes) => {
    const answer = await exchange(address, bytes, limitMs);
    if (CLEAN.test(answer)) return 'clean';
    if (INFECTED.test(answer)) return 'infected';
    if (TOO_LONG.test(answer)) {
      throw new ScanFailed('clamd takes no file of this size: set StreamMaxLength 25M or more in clamd.conf');
    }
    throw new ScanFailed(`clamd answers "${answer.slice(0, 200)}"`);
  };
}

function exchange(address: ClamdAddress, bytes: Uint8Array, limitMs: DurationMs): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(address);
    const timer = setTimeout(() => socket.destroy(new ScanFailed('clamd does not answer in time')), limitMs);
    const parts: Buffer[] = [];
    let size = 0;
    socket.on('data', (part: Buffer) => {
      parts.push(part);
      size += part.byteLength;
      if (part.includes(0)) socket.end();
      else if (size > ANSWER_BYTES_MAX) socket.destroy(new ScanFailed('what answers is no clamd'));
    });
    // Where the file is too long it answers and closes before it has read all; then the answer counts, not the error.
    let failure: Error | undefined;
    socket.on('error', (error) => {
      failure = error;
    });
    socket.on('close', () => {
      clearTimeout(timer);
      const [answer, rest] = Buffer.concat(parts).toString('utf8').split('\0', 2);
      if (answer !== undefined && rest !== undefined) resolve(answer.trim());
      else reject(asScanFailed(failure));
    });
    socket.once('connect', () => void send(socket, bytes));
  });
}

/** Each chunk behind its length, and a length of zero at the end. */
async function send(socket: Socket, bytes: Uint8Array): Promise<void> {
  socket.write(COMMAND);
  for (let from = 0; from < bytes.byteLength && socket.writable; from += CHUNK_BYTES) {
    const chunk = bytes.subarray(from, from + CHUNK_BYTES);
    socket.write(lengthOf(chunk.byteLength));
    if (!socket.write(chunk)) await drained(socket);
  }
  if (socket.writable) socket.write(lengthOf(0));
}

function drained(socket: Socket): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      socket.off('drain', done).off('close', done);
      resolve();
    };
    socket.once('drain', done).once('close', done);
  });
}

function lengthOf(bytes: number): Buffer {
  const length = Buffer.alloc(LENGTH_BYTES);
  length.writeUInt32BE(bytes);
  return length;
}

function asScanFailed(error: Error | undefined): ScanFailed {
  if (error instanceof ScanFailed) return error;
  if (error === undefined) return new ScanFailed('clamd closes the connection without an answer');
  return new ScanFailed(`clamd can't be reached: ${error.message || String(error)}`, { cause: error });
}
