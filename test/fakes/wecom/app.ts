import { z } from 'zod';
import { createQuota } from '../quota.ts';
import { MEMBER } from './allowances.ts';
import { type Answer, isRefusal, OK, refusal } from './answer.ts';
import { checkCard } from './card-check.ts';
import type { WecomRooms } from './card-kind.ts';
import { bytes } from './card-schema.ts';
import type { Faults } from './faults.ts';
import { createHeldFiles, type FormFile } from './held-files.ts';
import type { Members } from './members.ts';

const TOKEN_MS = 7200 * 1000;
const TEXT_BYTES = 2048;
const TYPES = ['image', 'voice', 'video', 'file'] as const;
const RESPONSE_CODE_MS = 72 * 3_600_000;

/** A self-built app; `mayCall` for the one of 紧急通知. */
export interface App {
  readonly corpId: string;
  readonly secret: string;
  readonly agentId: number;
  readonly mayCall?: true;
}

const sendBody = z.looseObject({ touser: z.string(), agentid: z.int(), msgtype: z.string() });
const words = z.looseObject({ content: z.string() });
const contentBody = z.discriminatedUnion('msgtype', [
  z.looseObject({ msgtype: z.literal('text'), text: words }),
  z.looseObject({ msgtype: z.literal('markdown'), markdown: words }),
  z.looseObject({
    msgtype: z.literal('textcard'),
    textcard: z.looseObject({ title: z.string().min(1), description: z.string().min(1), url: z.string().min(1) }),
  }),
  z.looseObject({ msgtype: z.literal('image'), image: z.looseObject({ media_id: z.string() }) }),
  z.looseObject({ msgtype: z.literal('file'), file: z.looseObject({ media_id: z.string() }) }),
  z.looseObject({ msgtype: z.literal('template_card'), template_card: z.unknown() }),
]);
const callBody = z.looseObject({ callee_userid: z.array(z.string()).min(1) });
const changeBody = z.looseObject({ response_code: z.string(), button: z.looseObject({ replace_name: z.string() }) });

export interface AppApi {
  get(path: string, query: URLSearchParams): Answer | undefined;
  post(path: string, query: URLSearchParams, body: unknown): Answer | undefined;
  /** Holds a file for messages of the app. */
  upload(query: URLSearchParams, file: FormFile | undefined): Answer;
  /** Tokens that were given out stop working before their time. */
  revokeTokens(): void;
  readonly tokensGiven: number;
  /** Who was telephoned, in order. */
  readonly calls: readonly string[];
}

interface Token {
  readonly app: App;
  readonly at: number;
}

/** The HTTP interface of self-built apps. */
export function createAppApi(parts: {
  readonly apps: readonly App[];
  readonly rooms: WecomRooms;
  readonly members: Members;
  readonly faults: Faults;
  readonly now: () => number;
}): AppApi {
  const { apps, faults, members, now, rooms } = parts;
  const tokens = new Map<string, Token>();
  const codes = new Map<string, number>();
  const quota = createQuota(MEMBER, now);
  const calls: string[] = [];
  const held = createHeldFiles(now);
  let given = 0;

  function giveToken(query: URLSearchParams): Answer {
    const ofCorp = apps.filter(({ corpId }) => corpId === query.get('corpid'));
    if (ofCorp.length === 0) return refusal(40013);
    const app = ofCorp.find(({ secret }) => secret === query.get('corpsecret'));
    if (!app) return refusal(40001);
    const [living] = [...tokens].find(([, token]) => token.app === app && now() - token.at < TOKEN_MS) ?? [];
    const token = living ?? `TOKEN${given + 1}`;
    if (living === undefined) {
      given += 1;
      tokens.set(token, { app, at: now() });
    }
    return { ...OK, ...{ access_token: token, expires_in: TOKEN_MS / 1000 } };
  }

  function appOf(query: URLSearchParams): App | Answer {
    const name = query.get('access_token');
    if (faults.blocksAddress) return refusal(60020);
    if (name === null || name === '') return refusal(41001);
    const token = tokens.get(name);
    if (!token) return refusal(40014);
    return now() - token.at < TOKEN_MS ? token.app : refusal(42001);
  }

  function send(app: App, body: unknown): Answer {
    const head = sendBody.safeParse(body);
    const content = contentBody.safeParse(body);
    if (!head.success) return refusal(40058, head.error.issues[0]?.message);
    if (!content.success) return refusal(40008, content.error.issues[0]?.message);
    if (head.data.agentid !== app.agentId) return refusal(40058, 'agentid');
    const named = head.data.touser.split('|');
    const known = named.filter((userId) => members.people.has(userId));
    if (known.length === 0) return refusal(81013);
    const said = saidBy(app, content.data);
    if (isRefusal(said)) return said;
    // What is over a member's allowance is dropped, and nobody is told.
    for (const userId of known.filter((each) => quota.take(each)))
      rooms.post({ room: { kind: 'app', userId }, from: 'app', form: content.data.msgtype, ...said, rings: [userId] });
    const code = `CODE${codes.size + 1}`;
    codes.set(code, now());
    const invalid = named.filter((userId) => !members.people.has(userId)).join('|');
    return { ...OK, ...{ invaliduser: invalid, msgid: code, response_code: code } };
  }

  function saidBy(app: App, content: Content) {
    if (content.msgtype !== 'file' && content.msgtype !== 'image') return wordsOf(content);
    const { media_id: mediaId } = content.msgtype === 'file' ? content.file : content.image;
    const file = held.get(app.secret, mediaId);
    return file?.type === content.msgtype ? { file } : refusal(40007);
  }

  function call(app: App, body: unknown): Answer {
    const parsed = callBody.safeParse(body);
    if (!app.mayCall) return refusal(48002);
    if (!parsed.success) return refusal(40058, parsed.error.issues[0]?.message);
    const states = parsed.data.callee_userid.map((userid, place) => ({
      code: members.people.has(userid) ? 0 : 60111,
      callid: `CALL${calls.length + place + 1}`,
      userid,
    }));
    calls.push(...states.filter(({ code }) => code === 0).map(({ userid }) => userid));
    return { ...OK, ...{ states } };
  }

  function changeCard(body: unknown): Answer {
    const parsed = changeBody.safeParse(body);
    const at = parsed.success ? codes.get(parsed.data.response_code) : undefined;
    if (!parsed.success || at === undefined || now() - at > RESPONSE_CODE_MS) return refusal(40058, 'response_code');
    codes.delete(parsed.data.response_code);
    return { ...OK, ...{ invaliduser: [] } };
  }

  function user(query: URLSearchParams): Answer {
    const person = members.people.get(query.get('userid') ?? '');
    return person ? { ...OK, ...{ userid: person.userId, name: person.name } } : refusal(60111);
  }

  return {
    calls,
    revokeTokens: () => tokens.clear(),
    get tokensGiven() {
      return given;
    },
    get(path, query) {
      if (path === '/cgi-bin/gettoken') return giveToken(query);
      if (path !== '/cgi-bin/user/get') return undefined;
      const app = appOf(query);
      return 'errcode' in app ? app : user(query);
    },
    upload(query, file) {
      const app = appOf(query);
      const type = TYPES.find((known) => known === query.get('type'));
      return 'errcode' in app ? app : held.take(app.secret, type, file);
    },
    post(path, query, body) {
      const carryOut = { '/cgi-bin/message/send': send, '/cgi-bin/pstncc/call': call }[path];
      if (!carryOut && path !== '/cgi-bin/message/update_template_card') return undefined;
      const app = appOf(query);
      if ('errcode' in app) return app;
      return carryOut ? carryOut(app, body) : changeCard(body);
    },
  };
}

type Content = z.infer<typeof contentBody>;

function wordsOf(content: Exclude<Content, { msgtype: 'file' | 'image' }>) {
  switch (content.msgtype) {
    case 'text':
      return { text: cutBytes(content.text.content) };
    case 'markdown':
      return bytes(content.markdown.content) > TEXT_BYTES
        ? refusal(40058, 'markdown.content exceed max length 2048')
        : { text: content.markdown.content };
    case 'textcard':
      return { text: `${content.textcard.title}\n${content.textcard.description}` };
    case 'template_card': {
      const checked = checkCard(content.template_card);
      return isRefusal(checked) ? checked : { card: checked.card };
    }
  }
}

function cutBytes(text: string): string {
  return bytes(text) <= TEXT_BYTES ? text : Buffer.from(text).subarray(0, TEXT_BYTES).toString();
}
