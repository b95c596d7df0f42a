import { obligationName } from '../cards/obligation-name.ts';
import type { Outgoing } from '../db/changes.ts';
import type { KeptFile, TicketAttachment } from '../db/records.ts';
import { codeAmong } from '../domain/obligations/obligation-code.ts';
import type { Deliverable } from '../domain/obligations/obligation-types.ts';
import type { PersonId } from '../domain/types.ts';
import type { Scene } from './context.ts';
import { isDeliverable, openDeliverables, reviewersOf } from './deliverables.ts';
import { say } from './messages.ts';
import { tellEach } from './tell-each.ts';

/**
 * What was handed in alone with the bot is sent on to those who review it, as soon as it is fetched; what was sent in a group they see
 * there.
 */
export async function forwardedFile(scene: Scene, file: TicketAttachment): Promise<readonly Outgoing[]> {
  const deliverable = await submittedWith(scene, file);
  if (deliverable?.state !== 'submitted') return [];
  const { department } = deliverable;
  const name = obligationName(scene.contract, deliverable, scene.text);
  return fileRows(scene, { file, name, people: reviewersOf(scene), department });
}

/** To its sender: what he handed in has to be sent again. @returns undefined where it was not handed in for anything */
export async function lostFile(scene: Scene, file: TicketAttachment): Promise<Outgoing | undefined> {
  const deliverable = await submittedWith(scene, file);
  if (!deliverable) return undefined;
  const { commands, told } = scene.text.deliverable;
  const name = obligationName(scene.contract, deliverable, scene.text);
  const example = commands.deliver_submit.example(codeAmong(deliverable));
  const what = scene.text.media.kind[file.kind];
  return {
    op: 'answer',
    key: `attachment-lost:${file.id}`,
    chatId: file.chatId,
    priority: 1,
    to: file.personId,
    content: say(told.lost(what, name, example)),
  };
}

/** The deliverable that a file was handed in for. */
export async function submittedWith(
  scene: Pick<Scene, 'contract' | 'store'>,
  file: TicketAttachment,
): Promise<Deliverable | undefined> {
  const owner = await scene.store.obligation(file.ticketId);
  if (owner) return isDeliverable(owner) ? owner : undefined;
  // It came before anybody said of what it is.
  const open = await openDeliverables(scene);
  return open.find(({ submissions }) => submissions.some(({ attachments = [] }) => attachments.includes(file.id)));
}

/** The kept file, for each of them alone; none while it is not fetched, or where everybody has seen it. */
export async function fileRows(
  scene: Scene,
  {
    department,
    file,
    name,
    people,
  }: {
    readonly file: TicketAttachment;
    /** Of the deliverable. */
    readonly name: string;
    readonly people: readonly PersonId[];
    readonly department?: string | undefined;
  },
): Promise<readonly Outgoing[]> {
  const kept = keptFile(file, scene.text.media.kind[file.kind]);
  const chats = await scene.store.chatsOf(scene.contract.id);
  const isPrivate = chats.some(({ id, kind }) => id === file.chatId && kind === 'private');
  if (!kept || !isPrivate) return [];
  const content = say(scene.text.deliverable.told.file(kept.name, name));
  const told = await tellEach(scene, people, (to) => ({ key: `handed-in:${file.id}:${to}`, content }), department);
  return told.flatMap((row) => (row.op === 'answer' ? [{ ...row, op: 'file' as const, file: kept }] : []));
}

/** @param called what it is called where its sender gave it no name */
function keptFile({ hash, mediaType, name, size }: TicketAttachment, called: string): KeptFile | undefined {
  if (hash === undefined || mediaType === undefined || size === undefined) return undefined;
  return { hash, mediaType, size, name: name ?? called };
}
