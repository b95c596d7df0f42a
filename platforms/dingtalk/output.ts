import { createSaidParts } from '../said-parts.ts';
import { createUploads } from '../uploads.ts';
import { type ApiClient, createApiClient } from './api-client.ts';
import { createCardDoor } from './card-door.ts';
import { createCardProof } from './card-proof.ts';
import { createCustomRobots } from './custom-robots.ts';
import { createDeliver, type Deliverer } from './deliver.ts';
import { DINGTALK_HOLDS_MS } from './files.ts';
import { createOpenApi } from './open-api.ts';
import { createPostedCards, type PostedCards } from './posted-cards.ts';
import { createPrivateLinks } from './private-links.ts';
import type { Quota } from './quota.ts';
import { createReach } from './reach.ts';
import { createDingtalkRinging, type DingtalkRingingDeps } from './ringing.ts';
import { createSessionWebhooks, type SessionWebhooks } from './session-webhooks.ts';
import { createChatSigner } from './signed-chat.ts';
import type { TapLinks } from './tap-links.ts';
import type { DingtalkDeps, DingtalkSettings, OpenApi, TapAnswers } from './types.ts';
import { createWebhookPost } from './webhook-post.ts';
import type { DingtalkWords } from './words.ts';

export interface OutputParts {
  readonly deps: Pick<DingtalkDeps, 'clock' | 'http' | 'log' | 'notes'>;
  readonly words: DingtalkWords;
  readonly quota: Pick<Quota, 'count' | 'exhausted' | 'settle'>;
  readonly taps: Pick<TapAnswers, 'end' | 'give' | 'giveAll'>;
  /** Absent: there is no address under which somebody could act by a link. */
  readonly links?: Pick<TapLinks, 'linkFor'>;
  /** Id of the bot's group, where it has one only. Absent: the custom robot of the only group is not used. */
  readonly onlyGroup?: () => Promise<string | undefined>;
  readonly onMissed?: DingtalkRingingDeps['onMissed'];
}

/** All ways from the bot to DingTalk. */
export interface Output extends Deliverer {
  readonly api: ApiClient;
  readonly openApi: OpenApi;
  /** What comes in tells where answers may go. */
  readonly sessions: SessionWebhooks;
  /** What is quoted may be a card. */
  readonly posted: PostedCards;
}

export function createOutput(settings: DingtalkSettings, output: OutputParts): Output {
  const { deps, links, onlyGroup, onMissed, quota, taps, words } = output;
  const { botName, cardTemplateId, ding, isEconomy } = settings;
  const api = createApiClient(settings, { ...deps, quota });
  const openApi = createOpenApi(settings, api, deps.log);
  const parts = createSaidParts();
  const sessions = createSessionWebhooks(settings, deps);
  const robots = createCustomRobots(settings, { ...deps, ...(onlyGroup && { onlyGroup }) });
  const reach = createReach({ openApi, sessions, robots, post: createWebhookPost({ ...deps, api }) });
  const uploads = createUploads({ ...deps, heldMs: DINGTALK_HOLDS_MS });
  const posted = createPostedCards(deps);
  const proof = cardTemplateId === undefined ? undefined : createCardProof(cardTemplateId, deps);
  const cards = createCardDoor({ ...deps, openApi, parts, posted, ...(proof && { proof }) });
  const signChat = createChatSigner(settings.clientSecret).sign;
  const render = { words, botName, signChat, hasButtons: cards.isOpen };
  // Each person's links cost a call.
  const privateLinks = links && !isEconomy ? createPrivateLinks({ ...deps, links, openApi, parts, render }) : undefined;
  const shared = { log: deps.log, openApi, parts, reach, ...(privateLinks && { links: privateLinks }) };
  const ringing = createDingtalkRinging({ ...shared, ...(ding && { ding }), ...(onMissed && { onMissed }) });
  return {
    api,
    openApi,
    sessions,
    posted,
    ...createDeliver({ ...shared, uploads, cards, ringing, taps, quota, render }),
  };
}
