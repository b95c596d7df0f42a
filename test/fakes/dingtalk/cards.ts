import type { z } from 'zod';
import { type Answer, ok, refusal } from './answer.ts';
import {
  type CreateBody,
  checkParams,
  createBody,
  isAnswer,
  registerBody,
  type Space,
  spacesOf,
  tapResponse,
  updateBody,
} from './card-body.ts';
import { CARD_FORM, type DingtalkRooms, drawFace, type Params } from './card-face.ts';
import type { Faults } from './faults.ts';
import type { Log } from './log.ts';
import type { Members } from './members.ts';
import type { Pushes } from './pushes.ts';
import { forbidden, type Templates } from './templates.ts';

const TRACK_ID_MAX = 100;

/** A card that was created: what all see of it that have no view of their own. */
export interface KeptCard {
  readonly outTrackId: string;
  readonly params: Params;
  readonly variables: readonly string[];
  readonly callbackType: string | undefined;
  readonly routeKey: string | undefined;
  /** Who alone sees other values. */
  readonly views: ReadonlyMap<string, Params>;
  readonly isDelivered: boolean;
}

export interface Route {
  readonly url: string;
  readonly secret?: string;
}

export interface Cards {
  /** @returns undefined for a path that is none of theirs */
  serve(request: string, body: unknown): Answer | undefined;
  /** What the bot answered a tap with: for the phone of the one who tapped. */
  answered(tap: { readonly outTrackId: string; readonly userId: string }, response: unknown): void;
  card(outTrackId: string): KeptCard | undefined;
  routeOf(key: string | undefined): Route | undefined;
  /** Values over one kilobyte: one page forbids them, another does not. */
  readonly longValues: readonly string[];
}

interface Parts {
  readonly robotCode: string;
  readonly rooms: DingtalkRooms;
  readonly members: Members;
  readonly templates: Templates;
  readonly faults: Faults;
  readonly log: Log;
  readonly pushes: () => Pushes;
}

/** The interactive cards of one app, kept by `outTrackId`. */
export function createCards(parts: Parts): Cards {
  const { faults, log, members, robotCode, rooms, templates } = parts;
  const cards = new Map<string, KeptCard>();
  const routes = new Map<string, Route>();
  const longValues: string[] = [];
  const note = (what: string) => void longValues.push(what);

  const draw = ({ outTrackId, params, variables }: Pick<KeptCard, 'outTrackId' | 'params' | 'variables'>) =>
    drawFace(outTrackId, params, variables, (what) => log.complain(`card ${outTrackId}: ${what}`));

  function create(body: unknown): KeptCard | Answer {
    if (faults.forbidsCards) return forbidden('Card.Instance.Write');
    const parsed = createBody.safeParse(body);
    if (!parsed.success) return refusal('param.invalid', parsed.error.issues[0]?.path.join('.'));
    const { callbackRouteKey: routeKey, callbackType, cardData, cardTemplateId, outTrackId } = parsed.data;
    if (cardTemplateId === undefined) return refusal('param.cardTemplateIdEmpty');
    if (outTrackId === undefined || outTrackId === '') return refusal('param.outTrackIdEmpty');
    if (outTrackId.length > TRACK_ID_MAX) return refusal('param.invalid', 'outTrackId is too long');
    if (!cardData) return refusal('param.cardPublicDataEmpty');
    const template = templates.all.get(cardTemplateId);
    if (!template) return refusal('param.templateNotExist');
    if (!template.isPublished) return refusal('param.templateUnpublished');
    if (cards.has(outTrackId)) return refusal('param.cardAlreadyExist');
    const params = checkParams(cardData.cardParamMap, note);
    if (isAnswer(params)) return params;
    if (callbackType === 'HTTP' && !routes.has(routeKey ?? '')) return refusal('param.invalid', 'callbackRouteKey');
    const { variables } = template;
    return { outTrackId, params, variables, callbackType, routeKey, views: new Map(), isDelivered: false };
  }

  function spacesIn({ openSpaceId }: CreateBody): readonly Space[] | Answer {
    if (openSpaceId === undefined || openSpaceId === '') return refusal('param.openSpaceIdEmpty');
    return spacesOf(openSpaceId) ?? refusal('param.openSpaceIdInvalid');
  }

  function modelRefusal(body: CreateBody, spaces: readonly Space[]): Answer | undefined {
    for (const { type } of spaces) {
      const model = type === 'IM_GROUP' ? body.imGroupOpenDeliverModel : body.imRobotOpenDeliverModel;
      if (!model) return refusal('param.openDeliverModelEmpty');
      if (type === 'IM_GROUP' && model.robotCode !== robotCode) return refusal('param.invalid', 'robotCode');
    }
    return undefined;
  }

  function deliver(card: KeptCard, { id, type }: Space): object {
    const place = { spaceType: type, spaceId: id };
    const wrong = type === 'IM_GROUP' ? members.groupOf(id) : members.isStaff(id) ? undefined : 'userId is illegal';
    if (faults.deliversNoCards || typeof wrong === 'string') {
      const errorMsg = type === 'IM_GROUP' ? 'spaceId is illegal' : String(wrong);
      return { ...place, success: false, carrierId: '', errorMsg };
    }
    const isGroup = type === 'IM_GROUP';
    const room = isGroup ? ({ kind: 'group', chatId: id } as const) : ({ kind: 'single', userId: id } as const);
    // What a card's own @ does in a group is not known: nobody is rung by it. A chat of two rings by itself.
    const { id: carrierId } = rooms.post({
      ...{ room, from: 'bot', form: CARD_FORM, card: draw(card), rings: isGroup ? [] : [id] },
    });
    return { ...place, success: true, carrierId, errorMsg: '' };
  }

  function createAndDeliver(body: unknown): Answer {
    const card = create(body);
    if (isAnswer(card)) return card;
    const parsed = createBody.parse(body);
    const spaces = spacesIn(parsed);
    if (isAnswer(spaces)) return spaces;
    const wrong = modelRefusal(parsed, spaces);
    if (wrong) return wrong;
    cards.set(card.outTrackId, { ...card, isDelivered: true });
    const deliverResults = spaces.map((space) => deliver(card, space));
    return ok({ success: true, result: { outTrackId: card.outTrackId, deliverResults } });
  }

  function createOnly(body: unknown): Answer {
    const card = create(body);
    if (isAnswer(card)) return card;
    cards.set(card.outTrackId, card);
    return ok({ success: true, result: card.outTrackId });
  }

  function deliverOnly(body: unknown): Answer {
    const parsed = createBody.safeParse(body);
    if (!parsed.success) return refusal('param.invalid');
    const card = cards.get(parsed.data.outTrackId ?? '');
    if (!card) return refusal('param.cardNotExist');
    const spaces = spacesIn(parsed.data);
    if (isAnswer(spaces)) return spaces;
    const wrong = modelRefusal(parsed.data, spaces);
    if (wrong) return wrong;
    return ok({ success: true, result: spaces.map((space) => deliver(card, space)) });
  }

  function update(body: unknown): Answer {
    if (faults.forbidsCards) return forbidden('Card.Instance.Write');
    const parsed = updateBody.safeParse(body);
    if (!parsed.success) return refusal('param.invalid', parsed.error.issues[0]?.path.join('.'));
    const { cardData, cardUpdateOptions: how, outTrackId, privateData } = parsed.data;
    const card = cards.get(outTrackId);
    if (!card) return refusal('param.cardNotExist');
    if (!cardData && !privateData) return refusal('param.cardDataAndPrivateDataBothEmpty');
    const params = checkParams(cardData?.cardParamMap ?? {}, note);
    if (isAnswer(params)) return params;
    if (parts.pushes().openTapsOn(outTrackId).length > 0)
      log.complain(`card ${outTrackId} is updated before a tap on it is answered`);
    // Without the option everything is overwritten.
    const all = how?.updateCardDataByKey ? { ...card.params, ...params } : params;
    const changed = { ...card, params: all, views: new Map() };
    cards.set(outTrackId, changed);
    if (card.isDelivered) rooms.replaceCard(outTrackId, draw(changed));
    return ok({ success: true, result: true });
  }

  function register(body: unknown): Answer {
    const parsed = registerBody.safeParse(body);
    if (!parsed.success) return refusal('param.invalid', parsed.error.issues[0]?.path.join('.'));
    const { apiSecret, callbackRouteKey, callbackUrl, forceUpdate } = parsed.data;
    if (routes.has(callbackRouteKey) && !forceUpdate) return refusal('param.invalid', 'callbackRouteKey is registered');
    routes.set(callbackRouteKey, { url: callbackUrl, ...(apiSecret !== undefined && { secret: apiSecret }) });
    return ok({ success: true, result: { callbackUrl, apiSecret: apiSecret ?? '' } });
  }

  const paths: Readonly<Record<string, (body: unknown) => Answer>> = {
    'POST /v1.0/card/instances/createAndDeliver': createAndDeliver,
    'POST /v1.0/card/instances': createOnly,
    'POST /v1.0/card/instances/deliver': deliverOnly,
    'PUT /v1.0/card/instances': update,
    'POST /v1.0/card/callbacks/register': register,
  };

  function viewAfter(card: KeptCard, userId: string, response: z.infer<typeof tapResponse>): Params | Answer {
    const shown = card.views.get(userId) ?? card.params;
    const params = checkParams(response.cardData?.cardParamMap ?? {}, note);
    if (isAnswer(params)) return params;
    return response.cardUpdateOptions?.updateCardDataByKey ? { ...shown, ...params } : params;
  }

  return {
    longValues,
    card: (outTrackId) => cards.get(outTrackId),
    routeOf: (key) => (key === undefined ? undefined : routes.get(key)),
    serve: (request, body) => paths[request]?.(body),
    answered({ outTrackId, userId }, response) {
      const card = cards.get(outTrackId);
      if (!card || response === undefined || response === null) return;
      const parsed = tapResponse.safeParse(response);
      if (!parsed.success) return log.complain(`a tap is answered with what is no card: ${JSON.stringify(response)}`);
      if (!parsed.data.cardData) return;
      const params = viewAfter(card, userId, parsed.data);
      if (isAnswer(params)) return log.complain(`a tap is answered with values that are no strings`);
      const views = new Map([...card.views, [userId, params] as const]);
      cards.set(outTrackId, { ...card, views });
      rooms.replaceCard(outTrackId, draw({ ...card, params }), [userId]);
    },
  };
}
