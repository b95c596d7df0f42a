import fc from 'fast-check';

/**
 * What properties draw is the same in every run, so that a run says something about a change and not about the day. To look
 * elsewhere: `DUTYBELL_DRAW_SEED=random npm test -- FILE`, or a seed that a failure named.
 */
const wanted = process.env.DUTYBELL_DRAW_SEED;
if (wanted !== 'random')
  fc.configureGlobal({ ...fc.readConfigureGlobal(), seed: wanted === undefined ? 1 : Number(wanted) });
