import { bodyParser } from '@koa/bodyparser';
import type Router from '@koa/router';
import type { Context, Middleware } from 'koa';
import { z } from 'zod';
import type { Clock, Instant } from '../domain/types.ts';
import { DAY } from '../domain/types.ts';
import type { Log } from '../handlers/context.ts';
import type { SandboxError, SandboxState } from '../platforms/sandbox/api-types.ts';
import type { SandboxServer } from '../platforms/sandbox/server.ts';
import type { Refused } from '../platforms/sandbox/types.ts';
import { PICTURES } from './file-links.ts';
import type { MediaFolder } from './media-folder.ts';
import type { Asset } from './sandbox-assets.ts';
import { sandboxAssets } from './sandbox-assets.ts';
import { guardSandbox } from './sandbox-guard.ts';
import { takeUpload, UPLOAD_TYPE } from './sandbox-upload.ts';
import { SandboxWindows } from './sandbox-windows.ts';

export interface SandboxDeps {
  readonly server: SandboxServer;
  readonly clock: Clock;
  /** The next instant at which the bot has something to do. */
  readonly nextDueAt: () => Promise<Instant | undefined>;
  /**
   * Moves the clock forward, working through everything that becomes due on the way. Absent where real people are reached as
   * well: the clock is the whole program's, and their reminders would go off with it.
   */
  readonly advance?: (target: Instant | 'next') => Promise<void>;
  /** Where the files lie that the bot sends. */
  readonly media: Pick<MediaFolder, 'read'>;
  readonly log: Log;
  /** Where the page may be opened besides the loopback address: `PUBLIC_URL`. */
  readonly publicUrl?: string;
}

export interface SandboxPage {
  /** Builds the page's script ahead of the first visit. Call it once the port is open; it never fails. */
  warmUp(): Promise<void>;
  /** Ends the windows' event streams, which would keep the http server from closing. */
  close(): void;
}

const MESSAGES_SHOWN_MAX = 300;
/** A text of 20,000 UTF-16 units in which JSON escapes every one takes 120 kB. */
const BODY_LIMIT = '256kb';
const ADVANCE_MS_MAX = 31 * DAY;
/** Several messages of one cause ask once for the next due instant. */
const NEXT_DUE_DELAY_MS = 150;

const clientId = z.string().regex(/^[\w-]{1,64}$/);
const key = z.string().min(1).max(100);
const sayBody = z.strictObject({
  chat: key,
  persona: key,
  clientId,
  text: z.string(),
  replyTo: key.exactOptional(),
  files: z.array(z.string().regex(/^[0-9a-f]{64}$/)).exactOptional(),
});
const tapBody = z.strictObject({
  chat: key,
  persona: key,
  clientId,
  messageId: key,
  action: key,
  subject: key.exactOptional(),
  version: z.int().exactOptional(),
  form: z.record(z.string().max(64), z.string().max(20_000)).exactOptional(),
});
const fileQuery = z.object({ chat: key, message: key, file: key.exactOptional() });
const clockBody = z.union([
  z.strictObject({ advanceMs: z.int().min(1).max(ADVANCE_MS_MAX) }),
  z.strictObject({ to: z.literal('next') }),
]);

const REFUSALS: Readonly<Record<Refused['refusal'], string>> = {
  unknown_chat: 'There is no such chat for this persona.',
  unknown_persona: 'There is no such persona.',
  unknown_message: 'That message is not here any more.',
  no_card: 'That message has no card with buttons.',
  bad_action: 'That is not the name of a button.',
  empty_text: 'The text is empty.',
  unknown_file: 'That file was not uploaded, or is not here any more.',
  too_many_files: 'A message brings at most 9 files.',
  text_too_long: 'The text has more than 20,000 characters.',
};

const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "connect-src 'self'",
  "img-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** Adds the sandbox's page and its API to the program's http server. */
export function sandboxRoutes(router: Router, deps: SandboxDeps): SandboxPage {
  const assets = sandboxAssets();
  const windows = new SandboxWindows(deps.server, deps.clock.now().toString(36));
  const stopClockNews = announceNextDue(deps, windows);

  const guard = guardRequests(deps.publicUrl);
  const inTurn = oneAfterTheOther();
  const json: Middleware[] = [guard, readJson()];

  router.get('/', guard, async (ctx) => sendAsset(ctx, await assets.page()));
  router.get('/sandbox/app.js', guard, async (ctx) => sendAsset(ctx, await assets.script()));
  router.get('/sandbox/app.css', guard, async (ctx) => sendAsset(ctx, await assets.style()));
  router.get('/sandbox/icon.svg', guard, async (ctx) => sendAsset(ctx, await assets.icon()));
  router.get('/sandbox/api/state', guard, (ctx) => sendState(ctx, deps, windows));
  router.get('/sandbox/api/file', guard, (ctx) => sendFile(ctx, deps));
  router.get('/sandbox/api/events', guard, (ctx) => openWindow(ctx, deps, windows));
  router.post('/sandbox/api/say', ...json, async (ctx) => {
    const body = parseBody(ctx, sayBody);
    if (body) answer(ctx, await deps.server.say(body));
  });
  router.post('/sandbox/api/upload', guardRequests(deps.publicUrl, UPLOAD_TYPE), async (ctx) => {
    const refusal = await takeUpload(ctx, deps.server);
    if (refusal) refuse(ctx, 422, refusal);
  });
  router.post('/sandbox/api/tap', ...json, async (ctx) => {
    const body = parseBody(ctx, tapBody);
    if (body) answer(ctx, await deps.server.tap(body));
  });
  router.post('/sandbox/api/clock', ...json, async (ctx) => {
    const body = parseBody(ctx, clockBody);
    if (body) await inTurn(() => moveClock(ctx, deps, windows, body));
  });

  return {
    async warmUp() {
      await Promise.all([assets.script(), assets.style()]).catch((error: unknown) => {
        deps.log.error({ err: error }, 'the sandbox page could not be built; it is tried again at the next visit');
      });
    },
    close() {
      stopClockNews();
      windows.close();
    },
  };
}

function guardRequests(publicUrl: string | undefined, bodyType?: string): Middleware {
  return async (ctx, next) => {
    const refusal = guardSandbox(
      {
        method: ctx.method,
        host: ctx.get('host') || undefined,
        origin: ctx.get('origin') || undefined,
        fetchSite: ctx.get('sec-fetch-site') || undefined,
        contentType: ctx.get('content-type') || undefined,
        port: ctx.req.socket.localPort ?? 0,
      },
      publicUrl,
      bodyType,
    );
    ctx.set({
      'content-security-policy': CONTENT_SECURITY_POLICY,
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cross-origin-resource-policy': 'same-origin',
    });
    if (refusal) return refuse(ctx, refusal.status, refusal);
    await next();
  };
}

function readJson(): Middleware {
  const parse = bodyParser({ enableTypes: ['json'], jsonLimit: BODY_LIMIT });
  return async (ctx, next) => {
    const problem = await readBody(() => parse(ctx, async () => undefined));
    if (problem === 413) return refuse(ctx, 413, { error: 'too_large', message: `A body has at most ${BODY_LIMIT}.` });
    if (problem === 400) return refuse(ctx, 400, { error: 'bad_json', message: 'The body is not JSON.' });
    await next();
  };
}

async function readBody(parse: () => Promise<unknown>): Promise<400 | 413 | undefined> {
  try {
    await parse();
    return undefined;
  } catch (error) {
    return error instanceof Error && 'status' in error && error.status === 413 ? 413 : 400;
  }
}

function parseBody<T>(ctx: Context, schema: z.ZodType<T>): T | undefined {
  const parsed = schema.safeParse(ctx.request.body);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  refuse(ctx, 400, { error: 'bad_request', message: `${issue?.path.join('.') || 'body'}: ${issue?.message ?? ''}` });
  return undefined;
}

function answer(ctx: Context, result: { readonly ok: true } | Refused): void {
  if (result.ok) ctx.body = result;
  else refuse(ctx, 422, { error: result.refusal, message: REFUSALS[result.refusal] });
}

function refuse(ctx: Context, status: number, { error, message }: SandboxError): void {
  ctx.status = status;
  ctx.body = { error, message };
}

function sendAsset(ctx: Context, asset: Asset): void {
  ctx.set({ 'content-type': asset.type, etag: asset.etag, 'cache-control': 'no-cache' });
  ctx.status = 200;
  if (ctx.fresh) ctx.status = 304;
  else ctx.body = asset.body;
}

/** Only to whom the room shows the message. What is not drawn in the page is offered for keeping, never opened. */
async function sendFile(ctx: Context, { media, server }: SandboxDeps): Promise<void> {
  await server.load();
  const asked = fileQuery.safeParse(ctx.query);
  const viewer = readViewer(ctx, server);
  const file =
    asked.success && viewer !== undefined
      ? server.fileOf(asked.data.chat, asked.data.message, viewer, asked.data.file)
      : undefined;
  const bytes = file && (server.bytesOf(file.hash) ?? (await media.read(file.hash)));
  if (!file || !bytes)
    return refuse(ctx, 404, { error: 'unknown_message', message: 'That file is not here any more.' });
  const isShown = PICTURES.has(file.mediaType);
  const name = encodeURIComponent(file.name);
  ctx.set({
    'content-type': isShown ? file.mediaType : 'application/octet-stream',
    'content-disposition': `${isShown ? 'inline' : 'attachment'}; filename*=UTF-8''${name}`,
    etag: `"${file.hash}"`,
    // A trial that begins anew counts its messages from the start: the same address may be another file.
    'cache-control': 'private, no-cache',
  });
  ctx.status = 200;
  if (ctx.fresh) ctx.status = 304;
  else ctx.body = Buffer.from(bytes);
}

async function sendState(ctx: Context, deps: SandboxDeps, windows: SandboxWindows): Promise<void> {
  await deps.server.load();
  const nextDueAt = await deps.nextDueAt();
  const viewer = readViewer(ctx, deps.server);
  if (viewer === undefined) return refuse(ctx, 422, { error: 'unknown_persona', message: REFUSALS.unknown_persona });
  // Read in one go, without an await: the state holds exactly what the event id says.
  const state: SandboxState = {
    botName: deps.server.botName,
    botConnected: deps.server.botConnected,
    viewer,
    personas: deps.server.personas,
    rooms: deps.server.viewFor(viewer, MESSAGES_SHOWN_MAX),
    now: deps.clock.now(),
    ...(nextDueAt !== undefined && { nextDueAt }),
    lastEventId: windows.lastEventId,
  };
  ctx.set('cache-control', 'no-store');
  ctx.body = state;
}

/** Without a name it is the first persona, for a first visit. */
function readViewer(ctx: Context, server: SandboxServer): string | undefined {
  const { persona } = ctx.query;
  const wanted = persona === undefined ? server.personas[0]?.key : persona;
  return server.personas.find((candidate) => candidate.key === wanted)?.key;
}

function openWindow(ctx: Context, deps: SandboxDeps, windows: SandboxWindows): void {
  const viewer = readViewer(ctx, deps.server);
  if (viewer === undefined) {
    refuse(ctx, 422, { error: 'unknown_persona', message: REFUSALS.unknown_persona });
  } else if (windows.isFull) {
    refuse(ctx, 503, { error: 'too_many_windows', message: 'Too many windows are open.' });
  } else {
    streamEvents(ctx, viewer, windows);
  }
}

function streamEvents(ctx: Context, viewer: string, windows: SandboxWindows): void {
  const { after } = ctx.query;
  const lastEventId = ctx.get('last-event-id') || (typeof after === 'string' ? after : '');
  // The stream outlives this middleware, so it is taken out of koa's hands.
  ctx.respond = false;
  ctx.res.writeHead(200, {
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store',
    'x-accel-buffering': 'no',
  });
  windows.open(viewer, lastEventId, ctx.res);
}

async function moveClock(
  ctx: Context,
  deps: SandboxDeps,
  windows: SandboxWindows,
  body: z.infer<typeof clockBody>,
): Promise<void> {
  if (!deps.advance) {
    const message = 'The clock is the true one here, since real people are served as well.';
    return refuse(ctx, 409, { error: 'true_clock', message });
  }
  if ('to' in body && (await deps.nextDueAt()) === undefined) {
    return refuse(ctx, 409, { error: 'nothing_due', message: 'Nothing is due: report a fault first.' });
  }
  await deps.advance('to' in body ? 'next' : deps.clock.now() + body.advanceMs);
  ctx.body = await publishClock(deps, windows);
}

/** Two windows that move the clock at once move it twice, and each from where the other left it. */
function oneAfterTheOther(): (work: () => Promise<void>) => Promise<void> {
  let last = Promise.resolve();
  return (work) => {
    const turn = last.then(work);
    last = turn.catch(() => undefined);
    return turn;
  };
}

async function publishClock(deps: SandboxDeps, windows: SandboxWindows) {
  const nextDueAt = await deps.nextDueAt();
  const clock = { now: deps.clock.now(), ...(nextDueAt !== undefined && { nextDueAt }) };
  windows.publish({ type: 'clock', ...clock });
  return clock;
}

/** What the bot says usually moves its next due instant: windows are told a moment after it fell silent. */
function announceNextDue(deps: SandboxDeps, windows: SandboxWindows): () => void {
  let timer: NodeJS.Timeout | undefined;
  const unsubscribe = deps.server.subscribe((change) => {
    if (change.type !== 'message' || timer !== undefined) return;
    timer = setTimeout(() => {
      timer = undefined;
      publishClock(deps, windows).catch((error: unknown) => {
        deps.log.warn({ err: error }, 'the next due instant could not be read for the sandbox page');
      });
    }, NEXT_DUE_DELAY_MS);
    timer.unref();
  });
  return () => {
    unsubscribe();
    clearTimeout(timer);
  };
}
