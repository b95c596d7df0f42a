import type { MediaTexts } from './catalogue-media.ts';

const sent = (what: string, number: string | undefined) =>
  number === undefined ? `The ${what} that you sent` : `The ${what} that you sent for ticket ${number}`;
const withWhat = (number: string | undefined) =>
  number === undefined ? 'and say what it shows' : "with the ticket's number";

export const mediaTextsEn: MediaTexts = {
  kind: { image: 'picture', file: 'file', audio: 'recording', video: 'video' },
  lost: {
    too_large: (what, number, sizeMax) =>
      `${sent(what, number)} is larger than ${sizeMax} and was not kept. Please send it again, compressed, ${withWhat(number)}.`,
    type_refused: (what, number) =>
      `${sent(what, number)} is of a kind that is not kept. Please send a picture, PDF, Office document, text or archive, ${withWhat(number)}.`,
    infected: (what, number) =>
      `${sent(what, number)} contains malicious code and was not kept. Please clean your computer, then send a clean file, ${withWhat(number)}.`,
    not_fetched: (what, number) =>
      `${sent(what, number)} could not be kept. Please send it again, ${withWhat(number)}.`,
  },
  link: {
    invalid:
      'This link is not complete, or not one of ours. Ask for the ticket in the chat again: it comes with new links.',
    expired: 'This link has expired. Ask for the ticket in the chat again: it comes with new links.',
    gone: 'This file is not here any more. Please ask the project manager.',
  },
};
