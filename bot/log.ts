import { type DestinationStream, type Logger, pino } from 'pino';
import { maskPersonal } from '../domain/personal-data.ts';

export const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/** Fields that could carry what people wrote, who they are, or a secret. They are logged nowhere; this is the second fence. */
const CENSORED = ['text', 'body', 'name', 'form', 'args', 'token', 'tapToken', 'secret', 'password', 'url'];

/**
 * One JSON object a line. Workers make children that carry `updateId`, `ticketId` or `chatId` on every line.
 * @param destination standard error when absent: standard output belongs to the answers of commands
 */
export function createLog(level: LogLevel, destination?: DestinationStream): Logger {
  const options = {
    level,
    base: null,
    redact: { paths: [...CENSORED, ...CENSORED.map((field) => `*.${field}`)], censor: '[hidden]' },
    formatters: { level: (label: string) => ({ level: label }) },
    serializers: { err: describeError },
    hooks: { streamWrite: masked },
  };
  return pino(options, destination ?? pino.destination({ dest: 2, sync: true }));
}

const STRING = /"[^"\\]*(?:\\.[^"\\]*)*"/g;

/** The last fence: whatever a line says, a stack included, it says without numbers of people. Figures that are no text stay. */
function masked(line: string): string {
  return line.replace(STRING, (quoted) => {
    const text: unknown = JSON.parse(quoted);
    const hidden = typeof text === 'string' ? maskPersonal(text) : text;
    return hidden === text ? quoted : JSON.stringify(hidden);
  });
}

/** What of an error belongs into a log: no fields of it, since drivers put statements and parameters there. */
function describeError(error: unknown): object {
  if (!(error instanceof Error)) return { message: String(error) };
  const code: unknown = Reflect.get(error, 'code');
  return {
    type: error.name,
    message: error.message,
    ...(typeof code === 'string' && { code }),
    stack: error.stack,
    ...(error.cause !== undefined && { cause: describeError(error.cause) }),
  };
}
