import { z } from 'zod';
import { type Answer, ok, refusal } from './answer.ts';
import type { Faults } from './faults.ts';

export interface Template {
  readonly id: string;
  readonly name: string;
  /** Names of its variables. */
  readonly variables: readonly string[];
  readonly isPublished: boolean;
  /** Its export, as text. */
  readonly source?: string;
}

const createBody = z.looseObject({ name: z.string().min(1), type: z.string(), extendType: z.string() });
const saveBody = z.looseObject({ templateId: z.string(), name: z.string(), templateSource: z.string() });
const publishBody = z.looseObject({ templateId: z.string(), name: z.string(), templateSource: z.string().optional() });
const listBody = z.looseObject({ templateIds: z.array(z.string()).min(1) });
const exported = z.looseObject({ editorData: z.string(), widgetInfo: z.string(), type: z.string(), mode: z.string() });

export interface Templates {
  readonly all: Map<string, Template>;
  /** @returns undefined for a path that is none of theirs */
  serve(request: string, query: URLSearchParams, body: unknown): Answer | undefined;
}

/** The card platform's store of templates; its API is not documented. */
export function createTemplates(given: readonly Template[], faults: Faults): Templates {
  const all = new Map(given.map((template) => [template.id, template]));
  const change = (id: string, changed: Partial<Template>): Answer => {
    const found = all.get(id);
    if (!found) return refusal('param.templateNotExist');
    all.set(id, { ...found, ...changed });
    return ok({ success: true, data: { templateId: id } });
  };

  const paths: Readonly<Record<string, (body: unknown, query: URLSearchParams) => Answer>> = {
    'POST /v1.0/card/templates'(body) {
      const parsed = createBody.safeParse(body);
      if (!parsed.success) return refusal('param.invalid');
      const id = `00000000-0000-4000-8000-${String(all.size + 1).padStart(12, '0')}.schema`;
      all.set(id, { id, name: parsed.data.name, variables: [], isPublished: false });
      return ok({ success: true, data: { templateId: id } });
    },
    'GET /v1.0/card/templates'(_body, query) {
      const found = all.get(query.get('templateId') ?? '');
      return found ? ok({ success: true, data: { templateId: found.id, name: found.name } }) : notThere;
    },
    'POST /v1.0/card/templates/save'(body) {
      const parsed = saveBody.safeParse(body);
      if (!parsed.success) return refusal('param.invalid');
      const { templateId, templateSource: source } = parsed.data;
      if (!exported.safeParse(jsonOf(source)).success) return refusal('param.invalid', 'templateSource is no export');
      if (all.get(templateId)?.isPublished) return refusal('param.invalid', 'a published template is locked');
      return change(templateId, { source });
    },
    'POST /v1.0/card/templates/publish'(body) {
      const parsed = publishBody.safeParse(body);
      return parsed.success ? change(parsed.data.templateId, { isPublished: true }) : refusal('param.invalid');
    },
    'POST /v1.0/card/templates/lists/query'(body) {
      const parsed = listBody.safeParse(body);
      if (!parsed.success) return refusal('param.invalid');
      const found = parsed.data.templateIds.flatMap((id) => all.get(id) ?? []);
      return ok({ success: true, data: found.map(({ id, name }) => ({ templateId: id, name })) });
    },
  };

  return {
    all,
    serve(request, query, body) {
      const carryOut = paths[request];
      if (!carryOut) return undefined;
      if (faults.forbidsTemplates) return forbidden('Card.Template.ReadWrite.All');
      return carryOut(body, query);
    },
  };
}

const notThere = refusal('param.templateNotExist');

export const forbidden = (scope: string): Answer =>
  refusal('Forbidden.AccessDenied.AccessTokenPermissionDenied', `没有调用该接口的权限，接口权限申请：${scope}`, {
    accessdenieddetail: { requiredScopes: [scope] },
  });

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
