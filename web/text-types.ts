import type { Role } from '../domain/types.ts';
import type { SystemName } from '../platforms/sandbox/types.ts';

/** The steps of the main job, as the guide shows them. */
export const STEPS = ['report', 'acknowledge', 'arrive', 'resolve', 'confirm'] as const;
export type Step = (typeof STEPS)[number];

/** A message that a newcomer can send with two taps. */
export interface Suggestion {
  readonly label: string;
  readonly text: string;
}

/** Every word of the page itself; what the bot says comes from the bot. */
export interface WebText {
  readonly lang: 'zh-CN' | 'en';
  readonly product: string;
  readonly sandbox: string;
  readonly otherLanguage: string;
  readonly roles: Readonly<Record<Role, string>>;
  /** What somebody of that role does here, in one sentence. */
  readonly roleDoes: Readonly<Record<Role, string>>;
  readonly bot: string;
  readonly rooms: string;
  readonly groups: string;
  /** Above the contracts whose people one does not play. */
  readonly otherTeams: string;
  readonly privateChat: string;
  readonly chat: string;
  readonly clocks: string;
  readonly noMessages: string;
  /** What to do in a chat in which nobody has said anything. */
  readonly startHere: (bot: string) => string;
  readonly startHerePrivate: (bot: string) => string;
  readonly unread: (count: number) => string;
  readonly mentionsYou: string;
  readonly messagesOf: (room: string) => string;
  readonly newMessages: string;
  readonly today: string;
  readonly onlyYou: string;
  readonly download: (name: string) => string;
  readonly openPicture: (name: string) => string;
  /** In place of a file's name. */
  readonly namelessFile: string;
  /** The button; with the largest size. */
  readonly attach: string;
  readonly chosenFiles: string;
  readonly removeFile: (name: string) => string;
  readonly uploading: string;
  readonly updated: string;
  readonly showAll: string;
  readonly showLess: string;
  readonly moreActions: string;
  readonly reply: string;
  readonly replyTo: (name: string) => string;
  readonly cancelReply: string;
  readonly notAddressed: (bot: string) => string;
  readonly sayToBot: (bot: string) => string;
  readonly botWasAway: string;
  readonly notTaken: string;
  readonly sending: string;
  readonly sendAgain: string;
  readonly speakAs: string;
  readonly speakingAs: (name: string, role: string) => string;
  readonly itsTurn: string;
  readonly secondWindow: string;
  readonly message: string;
  readonly placeholder: (bot: string) => string;
  readonly placeholderPrivate: (bot: string) => string;
  readonly send: string;
  readonly mention: string;
  readonly suggestionsLabel: string;
  /** @param system one that is maintained for the open group */
  readonly suggestions: (system: SystemName) => readonly Suggestion[];
  /** For whom scores are shown to. */
  readonly scoreSuggestion: Suggestion;
  readonly reportExample: (system: SystemName) => string;
  readonly waitingFor: (label: string) => string;
  readonly switchTo: (name: string) => string;
  /** A form's title: the button, and the card that it is about. */
  readonly formFor: (label: string, card: string) => string;
  readonly submit: string;
  readonly cancel: string;
  readonly close: string;
  readonly required: string;
  readonly fillIn: string;
  readonly choose: string;
  /** What a form says of a field that was left empty. */
  readonly missing: { readonly text: string; readonly choice: string };
  readonly stars: (count: number) => string;
  readonly guide: string;
  readonly guideHide: string;
  readonly guideShow: string;
  readonly steps: Readonly<Record<Step, string>>;
  readonly stepDone: string;
  readonly guideReport: (name: string) => string;
  readonly guideFill: string;
  readonly guideTap: (names: string, label: string) => string;
  readonly guideYourTap: (label: string) => string;
  /** In front of the next move while the ticket is suspended. */
  readonly guideSuspended: string;
  readonly guideBeside: (labels: readonly string[]) => string;
  readonly showCard: string;
  /** Between two names of whom either will do. */
  readonly or: string;
  readonly guideDone: string;
  readonly clockTitle: string;
  readonly clockExplained: string;
  readonly forward: string;
  readonly plusMinute: string;
  readonly plusTenMinutes: string;
  readonly plusHour: string;
  readonly toNext: string;
  readonly nextAt: (time: string) => string;
  readonly nothingDue: string;
  readonly moving: string;
  readonly runningClocks: string;
  readonly noClocks: string;
  readonly showInChat: (title: string) => string;
  readonly before: (time: string) => string;
  readonly left: (duration: string) => string;
  readonly over: (duration: string) => string;
  readonly met: string;
  readonly missed: string;
  readonly paused: string;
  readonly duration: (parts: { days: number; hours: number; minutes: number; seconds: number }) => string;
  readonly botOnline: string;
  readonly botOffline: string;
  readonly connectionLost: string;
  readonly loading: string;
  readonly loadFailed: string;
  readonly retry: string;
  readonly errors: Readonly<Record<string, string>>;
  readonly errorOther: string;
}
