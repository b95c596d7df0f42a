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

const DEVELOPER = '钉钉开发者后台（open-dev.dingtalk.com）';
const CARDS = `${DEVELOPER}→ 卡片平台（open-dev.dingtalk.com/fe/card）`;
const APP = `${DEVELOPER}→ 应用开发 → 企业内部应用 → 钉钉应用 → 该应用`;

/** The same in DingTalk. */
export const dingtalkPlaces = {
  credentials: `${APP} → 凭证与基础信息`,
  robot: `${APP} → 应用能力 → 机器人（消息接收模式选择 Stream 模式）`,
  httpRobot: `${APP} → 应用能力 → 机器人（消息接收模式选择 HTTP 模式，消息接收地址）`,
  permissions: `${APP} → 权限管理 → 搜索权限点 → 立即开通`,
  release: `${APP} → 应用发布 → 版本管理与发布 → 创建新版本（待发布内容勾选“机器人”，应用可见范围包含全部人员）→ 保存 → 直接发布`,
  addresses: `${APP} → 安全设置 → 服务器出口 IP`,
  cards: `${CARDS}→ 新建模板 → 更多 → 导入，然后发布`,
  cardLink: `${CARDS}→ 该模板（关联应用、模板 ID）`,
  cardRelease: `${CARDS}→ 该模板 → 编辑 → 发布`,
  quota: `${DEVELOPER}→ 资源管理`,
  botInGroup: '钉钉客户端 → 该内部群 → 右上角 群设置 → 群管理 → 机器人 → 添加机器人 → 企业机器人',
  customRobot: '钉钉客户端 → 该群 → 右上角 群设置 → 群管理 → 机器人 → 添加机器人 → 自定义（安全设置只选“加签”）',
  userId: '钉钉管理后台（oa.dingtalk.com）→ 通讯录 → 成员管理 → 该成员 → UserId',
} as const;

/** Posted by `doctor --send`, with each group's webhook. */
export const DOCTOR_TEST_LINE = '值班铃测试消息：本群的消息推送配置正常，无需处理。';
/** The same with a custom robot of DingTalk, and as a card. */
export const DINGTALK_TEST_LINE = '值班铃测试消息：本群可以收到值班铃的消息，无需处理。';
