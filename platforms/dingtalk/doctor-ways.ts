import { civilDate } from '../../domain/civil.ts';
import { bad, type Finding, ok, warn } from '../finding.ts';
import { PlatformError } from '../types.ts';
import type { ApiClient } from './api-client.ts';
import { refusesCards } from './api-errors.ts';
import { SHOWN_STATE } from './card-contract.ts';
import { createCardProof } from './card-proof.ts';
import { createCustomRobots } from './custom-robots.ts';
import type { Examination } from './examination.ts';
import { createOpenApi } from './open-api.ts';
import type { CustomRobot } from './types.ts';
import { webhookBody } from './webhook-body.ts';

const SPENDING = { urgency: 'chatter' } as const;

/** Looks at how the bot speaks and rings: cards or text, custom robots, DING. */
export async function examineWays(examination: Examination, api: ApiClient): Promise<readonly Finding[]> {
  const found = await Promise.all([
    examineCards(examination, api),
    examineRobots(examination, api),
    examineDing(examination),
  ]);
  return found.flat();
}

async function examineCards(
  { deps, groups = [], notes, places, settings, testLine }: Examination,
  api: ApiClient,
): Promise<readonly Finding[]> {
  const { cardTemplateId, isEconomy } = settings;
  if (cardTemplateId === undefined) {
    const seen = 'no DINGTALK_CARD_TEMPLATE_ID is set, so tickets are text, and people type what they want';
    const remedy = `import templates/dingtalk/dutybell-card.json: ${places.cards}`;
    return [{ ...warn('cards', seen, remedy), lacks: ['DINGTALK_CARD_TEMPLATE_ID'] }];
  }
  const proof = notes && createCardProof(cardTemplateId, { ...deps, notes });
  if (testLine === undefined || groups.length === 0) {
    const acceptedAt = await proof?.lastAccepted();
    if (acceptedAt !== undefined) {
      return [ok('cards', `DingTalk took a card of the template ${cardTemplateId} on ${civilDate(acceptedAt)}`)];
    }
    const what = isEconomy ? 'each ticket shall be one card, all else text' : 'tickets and questions shall be cards';
    const seen = `the template ${cardTemplateId} is set, not tried: ${what}`;
    return [
      warn('cards', seen, 'run "dutybell doctor --send" once a group is bound: it posts one card into each group'),
    ];
  }
  const openApi = createOpenApi(settings, api, deps.log);
  return Promise.all(
    groups.map(async (chatId) => {
      // Another one each time: a card that is there already says nothing of the template.
      const outTrackId = `dutybell-doctor-${crypto.randomUUID()}`;
      const params = { title: settings.botName, content: testLine, btns: '[]', flowStatus: SHOWN_STATE };
      const card = { outTrackId, params, summary: testLine };
      try {
        await openApi.createCard(card, { kind: 'group', chatId }, SPENDING);
        await proof?.accepted();
        return ok('cards', `a card was posted to ${chatId}; look whether it shows a title and a line`);
      } catch (error) {
        if (error instanceof PlatformError && refusesCards(error)) await proof?.refused();
        return cardProblem(chatId, error, places);
      }
    }),
  );
}

function cardProblem(chatId: string, error: unknown, places: Examination['places']): Finding {
  if (!(error instanceof PlatformError)) throw error;
  const { code, message } = error;
  const seen = `no card could be posted to ${chatId}: ${message}`;
  if (code === 'param.templateNotExist') {
    return bad('cards', seen, `copy the id anew, and link the template with the app: ${places.cardLink}`);
  }
  if (code === 'param.templateUnpublished') return bad('cards', seen, `publish it: ${places.cardRelease}`);
  return bad('cards', seen, `is the bot in that group? ${places.botInGroup}; docs/dingtalk.md has the code`);
}

async function examineRobots(
  { deps, places, settings, testLine }: Examination,
  api: ApiClient,
): Promise<readonly Finding[]> {
  if (settings.robots.size === 0) {
    const remedy = `for mentions that ring at any hour: ${places.customRobot}; its token and secret are DINGTALK_ROBOTS`;
    const unsent = testLine === undefined ? '' : 'nothing was sent, and ';
    const seen = `none is set, so ${unsent}later than about 90 minutes after somebody spoke people are rung in private`;
    return [{ ...warn('robot', seen, remedy), lacks: ['DINGTALK_ROBOTS'] }];
  }
  const { addressOf } = createCustomRobots(settings, deps);
  return Promise.all(
    [...settings.robots].map(async ([chat, robot]) => {
      const name = chat === '*' ? 'the only group' : chat;
      if (testLine === undefined) return unsaid(name, robot, places);
      try {
        await api.post(addressOf(robot), webhookBody({ kind: 'text', text: testLine }, []), SPENDING);
        return ok('robot', `a line was posted to ${name}; look whether it is the right group`);
      } catch (error) {
        if (!(error instanceof PlatformError)) throw error;
        const remedy = `is its secret behind its token, and its signature all that secures it? Else make it anew: ${places.customRobot}`;
        return bad('robot', `nothing could be posted to ${name}: ${error.message}`, remedy);
      }
    }),
  );
}

function unsaid(name: string, { secret }: CustomRobot, places: Examination['places']): Finding {
  if (secret !== undefined) return ok('robot', `that of ${name} signs what it says; --send posts a line with it`);
  const remedy = `let it sign, and write TOKEN:SECRET: ${places.customRobot}`;
  return warn('robot', `that of ${name} has no secret: with a keyword most of what it says is refused`, remedy);
}

async function examineDing({ settings }: Examination): Promise<readonly Finding[]> {
  if (settings.ding === undefined) return [];
  const costs = settings.ding === 'app' ? '' : ', which costs money';
  return [ok('ding', `by ${settings.ding}${costs}; it was not tried, since it rings somebody`)];
}
