import type { Clock } from '../../domain/types.ts';
import type { CustomRobot, DingtalkSettings } from './types.ts';
import { signatureOf } from './webhook-sign.ts';

/** The groups' custom robots (自定义机器人): they only speak, and what they say can mention. */
export interface CustomRobots {
  /** That of the group. @throws what `CustomRobotsDeps.onlyGroup` does */
  of(chatId: string): Promise<CustomRobot | undefined>;
  /** Where it speaks: the address holds for some minutes. */
  addressOf(robot: CustomRobot): string;
}

export interface CustomRobotsDeps {
  readonly clock: Clock;
  /** Id of the bot's group, where it has one only. Absent: nobody knows, and the robot of the only group is not used. */
  readonly onlyGroup?: () => Promise<string | undefined>;
}

export function createCustomRobots(
  { oapiBase, robots }: Pick<DingtalkSettings, 'oapiBase' | 'robots'>,
  { clock, onlyGroup }: CustomRobotsDeps,
): CustomRobots {
  return {
    async of(chatId) {
      const own = robots.get(chatId);
      const ofOnly = robots.get('*');
      if (own !== undefined || ofOnly === undefined) return own;
      // Of several groups nobody knows whose it is, and what one contract's group reads is not for another's.
      return (await onlyGroup?.()) === chatId ? ofOnly : undefined;
    },
    addressOf({ accessToken, secret }) {
      const now = clock.now();
      const signed = secret === undefined ? {} : { timestamp: String(now), sign: signatureOf(secret, now) };
      const query = new URLSearchParams({ access_token: accessToken, ...signed });
      return `${oapiBase}/robot/send?${query}`;
    },
  };
}
