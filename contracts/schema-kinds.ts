import { z } from 'zod';
import { passage, wording } from './forms.ts';
import {
  lengthForm,
  marginForm,
  percentForm,
  pointsForm,
  SPAN_NAMES,
  shareForm,
  windowForm,
  yuanForm,
} from './forms-assessment.ts';
import { bands, weightedGraders } from './schema-whole.ts';

const ids = z.array(z.string()).min(1);
const per = z.enum(SPAN_NAMES).describe('Span of the period.');
const positive = z.int().min(1);

const counting = {
  exemption: z
    .strictObject({
      reasons: z.array(wording).min(1).describe('As the text has them.'),
      of: ids.exactOptional().describe('Ids of rules; left out: of the whole item.'),
    })
    .exactOptional()
    .describe('Nothing that such a reason explains is counted.'),
  'no-double-count': z
    .strictObject({
      with: ids.describe('Ids of rules that charge first.'),
      of: ids.exactOptional().describe('Ids of rules that charge nothing then; left out: the other rules of the item.'),
      evenExempted: z
        .literal(true)
        .exactOptional()
        .describe('The event is judged there alone: an exemption there does not bring the charge back.'),
    })
    .exactOptional()
    .describe('An event that one rule charges costs nothing by another.'),
  'repeat-in-window': z
    .strictObject({
      window: windowForm.describe('7d, or the name of a span.'),
      times: positive.exactOptional().describe('Counts from that time on.'),
      points: pointsForm.exactOptional().describe('For each, where no kind beside it prices.'),
    })
    .exactOptional()
    .describe('Only what happens again about the same subject counts.'),
  allowance: z
    .strictObject({ free: positive.describe('How many.'), per })
    .exactOptional()
    .describe('The first ones of each span cost nothing.'),
  sampled: z
    .strictObject({
      size: positive.describe('How many are drawn.'),
      perOne: positive.exactOptional().describe('Findings that one can have at most; left out: 1.'),
      points: pointsForm.exactOptional().describe('For each, where no kind beside it prices.'),
    })
    .exactOptional()
    .describe('A reviewer draws so many at random.'),
  'late-threshold': z
    .strictObject({ margin: marginForm.describe('3 months, 10 days; exactly so much counts.'), points: pointsForm })
    .exactOptional()
    .describe('Nothing until the deadline is missed by the margin.'),
  'person-month': z
    .strictObject({ titles: z.array(wording).min(1).exactOptional().describe('Titles of the best.') })
    .exactOptional()
    .describe('Points belong to one person in one month.'),
};

const elapsedStep = z
  .strictObject({
    over: lengthForm.exactOptional().describe('It took longer than this; left out: 0.'),
    upTo: lengthForm.exactOptional().describe('And at most this; left out: any time.'),
    never: z.literal(true).exactOptional().describe('It did not happen.'),
    points: pointsForm.exactOptional(),
    from: pointsForm.exactOptional().describe('A person picks from this on.'),
    to: pointsForm.exactOptional().describe('To this.'),
  })
  .transform(({ over, upTo, ...step }) => ({
    ...step,
    ...(over !== undefined && { overMs: over }),
    ...(upTo !== undefined && { upToMs: upTo }),
  }));

const ratioStep = z.strictObject({
  under: percentForm.exactOptional().describe('The percentage is under this.'),
  upTo: percentForm.exactOptional().describe('It is under this, or equal to it.'),
  points: pointsForm.exactOptional().describe('What is lost; left out: a person decides.'),
});

const pricing = {
  count: z
    .strictObject({ points: pointsForm.exactOptional().describe('For each; left out: the number alone.') })
    .exactOptional()
    .describe('For each occurrence.'),
  'late-days': z
    .strictObject({ points: pointsForm.exactOptional().describe('For each day; left out: the days alone.') })
    .exactOptional()
    .describe('For each day late.'),
  'judged-range': z
    .strictObject({
      from: pointsForm.exactOptional().describe('The least loss.'),
      to: pointsForm.exactOptional().describe('The greatest loss; left out: the whole item.'),
    })
    .exactOptional()
    .describe('A person picks the figure for each occurrence.'),
  progressive: z
    .strictObject({
      first: pointsForm.describe('What the first one costs.'),
      plus: pointsForm.exactOptional().describe('Each next one costs so much more.'),
      times: positive.exactOptional().describe('Each next one costs so many times as much.'),
      per,
    })
    .exactOptional()
    .describe('The n-th costs more than the one before.'),
  'ratio-threshold': z
    .strictObject({
      steps: z.array(ratioStep).describe('The lowest first; only the worst one counts.'),
      each: wording.exactOptional().describe('What has a percentage of its own: each business, each system.'),
      target: percentForm
        .exactOptional()
        .describe('Reaching it costs nothing; what no step says below it a person decides.'),
    })
    .exactOptional()
    .describe('A percentage is compared with steps.'),
  'per-percentage-point': z
    .strictObject({
      target: percentForm.describe('Costs nothing.'),
      points: pointsForm.exactOptional().describe('For each; left out: the number alone.'),
      part: z.enum(['nothing', 'proportional', 'whole']).describe('What a part of a percentage point costs.'),
    })
    .exactOptional()
    .describe('For each percentage point under the target.'),
  'graded-by-elapsed': z
    .strictObject({
      by: z.enum(['loss', 'mark']).describe('loss: each one costs its points. mark: the points are the mark.'),
      steps: z.array(elapsedStep).min(1).describe('The shortest first; the first one that fits counts.'),
    })
    .exactOptional()
    .describe('By the time that something took.'),
  'human-graded': z
    .strictObject({
      brackets: z
        .array(
          z.strictObject({
            from: pointsForm.describe('The least mark.'),
            to: pointsForm.describe('The greatest mark.'),
            text: wording.describe('In the words of the text.'),
          }),
        )
        .min(1)
        .exactOptional()
        .describe('Marks that the text describes.'),
      graders: z.array(wording).min(1).exactOptional().describe('Who grades, where not those of the table.'),
    })
    .exactOptional()
    .describe('A person gives the mark.'),
  'every-N': z
    .strictObject({ n: z.int().min(2).describe('How many.'), points: pointsForm })
    .exactOptional()
    .describe('For each full n occurrences.'),
  bonus: z
    .strictObject({
      points: pointsForm.exactOptional().describe('For each; left out: a person says how much.'),
      within: z
        .enum(['section', 'total', 'nothing'])
        .describe('It lifts no higher than the points of this; nothing: without a limit.'),
    })
    .exactOptional()
    .describe('Points are added.'),
  'tiered-state': z
    .strictObject({
      per: z.enum([...SPAN_NAMES, 'occurrence']).describe('Span of the period; occurrence: each finding by itself.'),
      states: z
        .array(
          z.strictObject({
            id: z.string().min(1).describe('As a facts file calls it.'),
            name: wording.describe('As people see it.'),
            points: pointsForm,
          }),
        )
        .min(1)
        .describe('The worse of two counts.'),
    })
    .exactOptional()
    .describe('One of these states in each span.'),
  presence: z
    .strictObject({
      points: pointsForm,
      each: z.literal(true).exactOptional().describe('Once for each subject.'),
    })
    .exactOptional()
    .describe('It is there or not.'),
  earn: z
    .strictObject({
      points: pointsForm.exactOptional().describe('For each; left out: a person says how much.'),
      upTo: pointsForm.describe('At most.'),
    })
    .exactOptional()
    .describe('Points are earned.'),
  accrue: z.strictObject({}).exactOptional().describe('Penalty points that count upwards.'),
  availability: z
    .strictObject({
      of: wording.describe('Of what: business systems, cameras.'),
      target: percentForm.exactOptional().describe('Shown.'),
      longest: lengthForm.exactOptional().describe('Longer downtime of one subject in the period counts.'),
    })
    .transform(({ longest, ...kind }) => ({ ...kind, ...(longest !== undefined && { longestMs: longest }) }))
    .exactOptional()
    .describe('Up-time of each subject.'),
  satisfaction: z
    .strictObject({ asks: wording.describe('The question.') })
    .exactOptional()
    .describe('Satisfied, average or dissatisfied.'),
};

const deciding = {
  'weighted-graders': weightedGraders.exactOptional(),
  bands: bands.exactOptional(),
  'money-fixed': z
    .strictObject({
      per: z
        .enum(['unit', 'band', 'dissatisfied'])
        .default('unit')
        .describe('For each one that is counted, as the band says, or for each dissatisfied tick.'),
      yuan: yuanForm.exactOptional(),
      share: shareForm.exactOptional().describe('5% of contract, 1‰ of period_fee.'),
    })
    .transform(({ yuan, ...kind }) => ({ ...kind, ...(yuan !== undefined && { fen: yuan }) }))
    .exactOptional()
    .describe('A sum, or a share of a price.'),
  veto: z
    .strictObject({
      atLeast: positive.default(1).describe('So many decide.'),
      outcome: wording.describe('What follows, in the words of the text.'),
      decidesGrade: z
        .literal(true)
        .exactOptional()
        .describe('The grade is the outcome, and its money with it; left out: the outcome stands beside the grade.'),
    })
    .exactOptional()
    .describe('Has its outcome whatever the points say.'),
  'payment-gate': z
    .strictObject({ text: passage.describe('In the words of the text.') })
    .exactOptional()
    .describe('Payment is held, reduced or released by grade.'),
};

const shown = {
  quota: z
    .strictObject({ max: z.int().min(0).describe('At most so many.'), per })
    .exactOptional()
    .describe('At most so many in a span.'),
  target: z
    .strictObject({
      percent: percentForm.exactOptional().describe('Where it is a percentage.'),
      text: wording.describe('In the words of the text.'),
    })
    .transform(({ percent, ...kind }) => ({ ...kind, ...(percent !== undefined && { permyriad: percent }) }))
    .exactOptional()
    .describe('A service level without points.'),
  checklist: z
    .strictObject({ lines: z.array(wording).min(1).describe('In the words of the text.') })
    .exactOptional()
    .describe('Duties to be ticked.'),
};

/** The kinds of which rules are made, each with its figures. A key of a rule is a kind. */
export const kindShape = { ...counting, ...pricing, ...deciding, ...shown };
