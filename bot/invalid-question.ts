/** A question of the command line that has no answer; the message names the thing, the place and the remedy. */
export class InvalidQuestion extends Error {
  readonly code = 'invalid_question';

  constructor(message: string) {
    super(message);
    this.name = 'InvalidQuestion';
  }
}
