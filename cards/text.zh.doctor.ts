const CONSOLE = '企业微信管理后台（work.weixin.qq.com）';

/** Where in WeCom something is set, with its menus as they are called: whoever reads `doctor` has them before him. */
export const wecomPlaces = {
  bot: `${CONSOLE}→ 安全与管理 → 管理工具 → 智能机器人 → 该机器人 → API 配置（使用长连接）`,
  botInGroup: '企业微信客户端 → 该内部群 → 右上角 … → 添加成员 → 智能机器人',
  callback: `${CONSOLE}→ 安全与管理 → 管理工具 → 智能机器人 → 该机器人 → API 配置（使用 URL 回调）`,
  webhook: '企业微信客户端 → 该群 → 右上角 … → 消息推送（原“群机器人”）→ 添加',
  app: `${CONSOLE}→ 应用管理 → 应用 → 自建 → 该应用`,
  corpId: `${CONSOLE}→ 我的企业 → 企业信息 → 企业 ID`,
  trustedIp: `${CONSOLE}→ 应用管理 → 应用 → 自建 → 该应用 → 企业可信 IP`,
  appRange: `${CONSOLE}→ 应用管理 → 应用 → 自建 → 该应用 → 可见范围`,
  call: `${CONSOLE}→ 应用管理 → 紧急通知 → 可调用接口的应用`,
  userId: `${CONSOLE}→ 通讯录 → 该成员 → 账号`,
} as const;

/** Posted by `doctor --send`. */
export const DOCTOR_TEST_LINE = '值班铃测试消息：本群的消息推送配置正常，无需处理。';
