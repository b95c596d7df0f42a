import type { Lexicon } from '../domain/intake.ts';

/** Phrases of a block, between commas and line ends. */
function phrases(block: string): readonly string[] {
  return block.split(/[,\n]/).flatMap((phrase) => phrase.trim() || []);
}

/** The words by which messages are understood, Chinese and English. What each list does is said at `Lexicon`. */
export const lexicon: Lexicon = {
  faults: phrases(`
    被人改, 被改, 被人改了, 被入侵, 被人攻击, 安全警告, 安全风险提示, 系统繁忙, 服务繁忙, 内存爆了, 磁盘爆了, 爆满,
    飙到, 飙升, 飙高, 没跑, 没有跑, 没跑完, 登录不上, 登录不了, 登陆不上, 登陆不了, 登不上, 登不了, 登不进, 登不进去,
    登不上去, 登入不了, 登录不进去, 登录失败, 登陆失败, 登录异常, 登录报错, 上不去, 进不去, 进不了, 进不来, 无法登录,
    无法登陆, 不能登录, 不能登陆, 没法登录, 没办法登录, 认证失败, 验证失败, 掉线, 老掉线, 被踢出, 自动退出, 闪退,
    无法访问, 访问不了, 访问不到, 不能访问, 没法访问, 访问失败, 访问异常, 拒绝访问, 链接失效, 死链, 无法打开,
    不能打开, 没法打开, 没办法打开, 打开失败, 打开报错, 无法使用, 不能使用, 没法使用, 无法加载, 加载不出来, 加载不了,
    加载失败, 刷不出来, 刷新不出来, 显示不出来, 显示不全, 不显示, 无法显示, 出不来, 白屏, 黑屏, 蓝屏, 花屏, 空白页,
    页面空白, 一片空白, 全是空白, 乱码, 弹错误, 报错, 报了错, 报个错, 报500, 报404, 500错误, 404错误, 502错误,
    503错误, 504错误, 错误500, 错误404, 500了, 404了, 502了, 503了, 504了, 连接超时, 请求超时, 响应超时,
    没有响应, 无响应, 没响应, 不响应, 没反应, 没有反应, 毫无反应, 点不动, 点不了, 点了没反应, 转圈, 一直转, 一直加载,
    卡住, 卡住了, 卡死, 卡死了, 宕机, 宕了, 死机, 瘫痪, 服务中断, 服务不可用, 中断了, 断网, 没网, 没网了, 上不了网,
    连不上, 连接不上, 连接不了, 连不了, 连接失败, 无法连接, 网络不通, 不通了, 通不了, ping不通, 无法办理, 办理不了,
    办不了, 办不成, 没法办, 没办法办, 无法办, 不能办, 不能办理, 办不下去, 受理不了, 做不了业务, 无法提交, 提交不了,
    提交不上, 提交不上去, 提交失败, 不能提交, 没法提交, 保存不了, 保存失败, 无法保存, 不能保存, 存不了, 无法上传,
    上传不了, 上传不上去, 上传失败, 传不上去, 传不了, 无法下载, 下载不了, 下载不下来, 下载失败, 下不了, 下不下来,
    无法导入, 导入不了, 导入失败, 导不进去, 导不进, 无法导出, 导出不了, 导出失败, 导不出来, 导不出, 打印不了,
    打印不出来, 无法打印, 报送不了, 报送失败, 无法报送, 报不上去, 报送不上, 失败率高, 失败率很高, 失败率较高, 失败率太高, 失败率这么高, 失败率超, 失败率上升, 失败率达, 错误率高, 错误率很高, 错误率较高,
    错误率太高, 错误率超, 错误率上升, 错误率达, 推送失败, 推不过来, 推送不了, 同步失败,
    不同步, 没同步, 没有同步, 同步不了, 入库失败, 入不了库, 任务失败, 跑失败, 跑不动, 跑批失败, 没跑起来, 没跑成功,
    执行失败, 调用失败, 调不通, 调用不通, 调用不了, 接口不通, 返回失败, 无法查询, 查询不了, 查询不到, 查询不出来,
    查询失败, 查不到, 查不了, 查不出来, 查不出, 搜不到, 搜不出来, 搜索不到, 找不到数据, 检索不到, 数据不对, 数据错误,
    数据有误, 数据异常, 数据不一致, 数据丢失, 数据丢了, 数据没了, 数据不见了, 数据重复, 数据缺失, 数据不全,
    数据没更新, 数据不更新, 没更新, 没有更新, 未更新, 不更新, 更新不了, 更新失败, 更新不及时, 没有数据, 没数据,
    无数据, 数据是空的, 数据为空, 数量不对, 对不上, 算错了, 统计不对, 显示错误, 显示不对, 显示异常, 收不到验证码,
    收不到短信, 没收到验证码, 没有收到验证码, 没收到短信, 收不到, 验证码不显示, 验证码错误, 验证码出不来, 发不出去,
    发送失败, 发布不了, 发布失败, 审核不了, 审批不了, 没有权限, 没权限, 权限不足, 无权限, 权限没了, 权限不对, 看不到,
    看不见, 看不了, 不见了, 被锁, 被锁了, 锁定了, 用户锁定, 密码错误, 错别字, 错字, 排版乱, 排版错乱, 样式乱,
    样式错乱, 页面错乱, 页面乱了, 错位, 图片不显示, 图片裂了, 图裂了, 链接打不开, 内存溢出, 磁盘满, 磁盘满了,
    空间满了, 空间不足, cpu满了, 证书过期, 证书过期了, 证书失效, 不安全提示, 被攻击, 被黑, 被黑了, 被篡改, 被挂马,
    中病毒, 中毒了, 勒索, 漏洞
    not accessible, keeps timing out, timing out, bad gateway, internal server error, service unavailable,
    gateway timeout, 500 error, 404 error, 502 error, 503 error, error 500, error 404, error 502, error 503,
    http 500, not working, not work, doesn't work, does not work, isn't working, is not working, won't work,
    stopped working, can't work, can't open, cannot open, could not open, couldn't open, won't open, doesn't open,
    does not open, not opening, unable to open, can't log in, cannot log in, can't login, cannot login,
    can't sign in, cannot sign in, unable to log in, unable to login, login fails, login failed, login failure,
    can't access, cannot access, unable to access, inaccessible, can't connect, cannot connect, unable to connect,
    connection refused, connection lost, disconnected, can't load, cannot load, won't load, not loading,
    doesn't load, does not load, fails to load, failed to load, can't submit, cannot submit, can't upload,
    cannot upload, can't download, cannot download, can't query, cannot query, can't search, cannot search,
    can't find data, can't save, cannot save, can't use, cannot use, unusable, unavailable, unreachable, is down,
    are down, went down, goes down, has gone down, crashed, crashes, crashing, outage, timed out, times out, timeout,
    time out, blank page, white screen, not responding, no response, wrong data, data is wrong, no data,
    data missing, missing data, frozen, freezes, keeps loading, access denied, permission denied, typo
  `),
  ailments: phrases(`
    超时,
    无法, 没法, 没办法, 不了, 不出来, 不成功, 没成功, 没有成功, 未成功, 不上去, 不进去, 不通, 空的, 空白, 灰的,
    灰色的, 点不, 警告, 繁忙, 爆了, 占满, 打满, 跑满, 打不卡, 时好时坏, 断断续续, 不稳定, 跳来跳去, 闪来闪去, 怪怪的,
    受影响, 用不起来, 起不来, 启动不了, 没启动, 停止了, 不兼容, 没生效, 不生效, 没起来, 崩溃, 打不开, 打不开来,
    开不了, 开不开, 开不起来, 打开不了, 用不了, 用不成, 不能用, 没法用, 没办法用, 不好使, 不好用, 不好用了, 使不了,
    动不了, 不动了, 挂了, 挂掉, 挂掉了, 崩, 崩了, 又崩, 炸了, 坏, 坏了, 歇菜, 罢工, 瘫了, 趴窝, 不行, 不行了, 不灵,
    不灵了, 失灵, 失效, 失败, 异常, 不正常, 故障, 出错, 出错了, 错误, 有误, 不对, 不对劲, 有bug, 抽风, 犯病, 掉链子,
    有问题, 出问题, 出了问题, 出现问题, 有点问题, 有毛病, 出毛病, 出状况, 出故障, 发生故障, 卡, 很卡, 太卡, 卡顿,
    卡得, 好卡, 慢, 很慢, 太慢, 好慢, 特别慢, 超慢, 变慢, 缓慢, 慢得, 延迟, 半天不出来, 半天没出来, 半天打不开,
    没显示, 没出来, 没法弄, 弄不了, 做不了, 操作不了, 改不了, 删不了, 删除不了, 修改不了, 选不了, 填不了, 输不了,
    没收到, 没有收到, 没收着, 看不清, 丢了, 没了, 停了, 断了, 满了, 重复了, 少了, 乱了, 变了样
    unstable, intermittent, not available, incorrect, bug, 404, 500, 502, 503, 504, down, error, errors, slow,
    slowly, very slow, broken, stuck, lag, laggy, fail, fails, failed, failing, failure, hangs, hanging, wrong,
    abnormal, malfunction, glitch, crash
  `),
  suspicions: phrases(`
    错误数据, 异常数据, 能打开吗, 能打开么, 打得开吗, 打得开么, 能用吗, 能用么, 还能用吗, 能登录吗, 能登吗, 登得上吗,
    能访问吗, 能进去吗, 能进吗, 正常吗, 正常么, 正不正常, 能不能打开, 能不能用, 能不能登录, 能不能访问, 打不打得开,
    能打开不, 能用不, 有个问题, 有一个问题, 有些问题, 怎么了, 咋了, 出什么事, 出啥事, 什么毛病
    what happened, what's wrong, what's up with, problem, problems, an issue, issues, trouble
  `),
  things: phrases(`
    系统, 平台, 网页, 页面, 界面, 首页, 主页, 栏目, 链接, 菜单, 按钮, 弹窗, 表单, 网址, 后台, 前台, 服务器, 服务,
    接口, 数据, 报表, 列表, 文件, 附件, 图片, 模板, 表格, 程序, 软件, 浏览器, 客户端, 应用, 小程序, 公众号, 功能,
    模块, 任务, 业务, 办件, 登录, 登陆, 账号, 帐号, 账户, 用户, 密码, 验证码, 权限, 查询, 搜索, 检索, 提交, 保存,
    上传, 下载, 导入, 导出, 打印, 报送, 填报, 审核, 审批, 同步, 推送, 备份, 监控, 日志, 证书, 域名, 网络, 网线, 网速,
    短信, 邮件, 待办, 专线, 内网, 外网, 光纤, 交换机, 机房, 电脑, 打印机, 主机, 内存, 磁盘, 硬盘, 公告, 新闻, 视频, 统计, 信息
    app, wifi, vpn, cpu, site, page, pages, system, platform, login, server, service, api, interface, data, account,
    password, network, computer, printer, upload, download, query, search, report, button, link, menu, file, files,
    form, application, screen
  `),
  harmless: phrases(`
    快超时, 超时的, 超时了几个, 超时了多少, 即将超时, 未解决的, 没解决的, 未恢复的, 未解决工单, 已解决的, 已解决工单, 解决了几个, 解决了多少, 恢复了几个, 做不了主, 顾不了, 管不了, 急不了, 错不了, 无法参加, 无法出席, 无法到场, 无法到达, 没法参加, 没法去, 没法来, 没办法来, 没办法去, 不通知, 不通过, 没通过, 不通用, 不灵活, 怠慢, 减少, 圆满, 延迟到, 延迟上线,
    从来没有这么, 从来没这么, 从没有这么, 从没这么,
    受不了, 忘不了, 少不了, 免不了, 大不了, 不了解, 不了了之, 来不了, 去不了, 到不了, 参加不了, 赶不了, 等不了,
    走不了, 离不了, 几个故障, 多少个故障, 多少故障, 故障数, 故障数量, 故障次数, 故障情况, 空的时候, 有空的, 普通,
    沟通, 无法律, 没法律, 警告处分, 银行卡, 社保卡, 身份证卡, 校园卡, 饭卡, 门卡, 工卡, 打卡, 刷卡, 办卡, 发卡, 卡号,
    卡片, 卡里, 卡包, 贺卡, 电话卡, 卡点, 点卡, 卡通, 关卡, 卡布奇诺, 慢走, 慢慢, 慢慢来, 慢性, 慢用, 慢点, 慢一点,
    经营异常, 经营异常名录, 异常名录, 异常名单, 异常经营, 异常情况说明, 故障报告, 故障处理, 故障演练, 故障单, 故障率,
    故障工单, 故障记录, 故障统计, 故障排除率, 故障分析, 故障原因, 故障电话, 故障受理, 报故障, 故障流程, 故障等级,
    没收到报错, 没有收到报错, 没收到任何报错, 没有收到任何报错, 没收到异常, 没有收到异常, 没收到故障, 没有收到故障, 没收到投诉,
    没有收到投诉, 没收到你, 没有收到你, 没收到您, 没有收到您, 问题反馈, 问题解答, 错误码, 错误率, 差错率, 失败率, 挂号, 挂职, 挂网, 挂靠, 挂钩, 挂起, 挂了电话, 电话挂了, 不过,
    只不过, 不过是, 不好意思, 不对外, 不对外开放, 坏账, 坏处, 破坏, 好坏, 不行政, 行不行, 可不可以, 对不对, 是不是对,
    好了也, 好了还, 好了但, 好了可, 好了就, 好了再, 好了以后, 好了之后, 好了吗, 好了没, 好了没有, 好了么, 500元,
    500万, 500条, 500个, 500人, 500份, 500家, 500多, 500次, 500字, 500块, 500强, 500米, 500户, 500页, 500兆, 404条,
    404个, 404家, 404人, 502条, 502个, 503条, 504条, 502室, 503室, 504室, 404室, 500室, 501室, 502会议室, 503会议室,
    504会议室, 404会议室, 没了解, 丢了面子, 停了车, 断了联系, 满了心, 少了解, 漏洞扫描, 漏洞整改, 漏洞报告, 超时工单,
    超时统计, 超时率, 超时的工单, 没有更新计划, 数据库, 信息量, 业务员, 报错人
    500m, 500g, 500gb, slow down, no problem, no problems, write down, sit down, calm down, countdown, break down,
    error code, error codes, error rate, wrong number
  `),
  negations: phrases(`
    没什么, 没有什么, 没啥, 没怎么, 没怎么样, 不怎么, 没, 没有, 未, 不, 无, 不会, 不再, 没再, 并未,
    从未, 不算, 没那么, 毫无, 避免, 防止, 以免, 别
    no, not, never, isn't, aren't, wasn't, doesn't, don't, without, no longer, not a, not an
  `),
  denials: phrases(`
    不是, 并不是, 并非, 不是说, 又不是, 也不是, 不是因为
    it's not that, not that
  `),
  fillers: phrases(`
    再, 再出现, 出现, 出现过, 发现, 发生, 任何, 有, 有过, 很, 太, 那么, 这么, 遇到, 看到, 显示, 提示, 存在, 特别,
    非常, 一直, 都, 也, 是, 过, 又, 老是, 总是, 经常, 突然, 完全, 根本, 全部, 全, 还, 大面积, 一样, 照样, 现在, 目前, 刚刚, 终于, 这边, 我这边, 这下, 已经, 的问题,
    的情况, 的现象, 的状态, 的原因, 的故障, 的样子, 的人, 的时候
    any, the, a, an, very, so, too, really, that, been, it, seems, everything, all
  `),
  whether: phrases(`
    是不是, 是否, 有没有, 有无, 有没有收到, 有无收到, 是否收到, 会不会, 能不能, 可不可能, 可能不可能, 难道, 是不
    whether, is it, is the, are you, did you, anyone else, is anyone, does anyone, has anyone
  `),
  closingParticles: phrases(`吗, 么, 否, 吧, 嘛, 没呢, 吗各位, 了没`),
  why: phrases(`
    为什么, 为啥, 为何, 怎么回事, 咋回事, 怎么会, 怎么又, 怎么还, 怎么一直, 怎么老是, 怎么老, 怎么总, 怎么总是,
    怎么都, 怎么突然, 怎么这么, 怎么那么, 咋, 咋这么, 什么情况, 啥情况, 什么原因, 啥原因, 什么鬼, 搞什么, 怎么搞的,
    怎么办, 咋办, 怎么处理, 怎么解决, 如何解决, 如何处理, 咋整, 咋弄, 怎么整, 怎么弄
    why, how come, what should i do, what can i do, what to do
  `),
  how: phrases(`
    哪天, 几号, 星期几, 周几, 怎么, 怎样, 怎么样, 如何, 什么时候, 啥时候, 何时, 几点, 多久, 多长时间, 多少, 几个,
    几天, 哪里, 哪儿, 哪个, 哪些, 哪位, 在哪, 谁, 什么, 啥, 请问一下, 请教, 咨询, 想问, 问一下, 问下, 问个,
    有问题想问, 有个问题想问, 有个问题想请教, 有个问题请教, 有问题请教, 有个问题咨询, 请问
    how, how do, how to, how can, what, what is, what's, when, where, who, which, can you tell me, tell me,
    i want to know, i have a question, quick question
  `),
  meaning: phrases(`
    什么意思, 啥意思, 是什么, 是啥, 代表什么, 指什么, 指的是
    what does, mean, meaning
  `),
  suppositions: phrases(`
    如果, 要是, 万一, 假如, 假设, 倘若, 若是, 的话, 即使, 哪怕, 一旦
    if, in case, suppose
  `),
  announcements: phrases(`
    升级维护, 停机维护, 系统维护期间, 维护期间, 计划停机, 计划于, 将于, 定于, 演练, 模拟故障, 模拟, 割接, 停机升级,
    停机通知, 维护通知, 测试一下, 只是测试, 这是测试, 测试消息, 测试勿回, 我测试, 试一下机器人
    this is a test, just testing, drill, scheduled maintenance, planned maintenance, will be
  `),
  requests: phrases(`
    麻烦, 帮忙, 帮我, 帮看, 帮查, 帮下, 帮处理, 帮一下, 请帮, 请尽快, 请处理, 请协助, 协助, 烦请, 劳驾, 拜托, 能帮,
    可以帮, 能看, 能处理, 能修, 可以看, 看一下, 看下, 看看, 查一下, 查下, 查看一下, 处理一下, 处理下, 修一下, 修下,
    尽快, 抓紧, 赶紧, 快点, 申请, 需要, 想要, 我要, 给我, 开通, 新增, 增加, 添加, 重置, 修改, 改一下, 改下, 更换,
    换一下, 发布一下, 导出一份, 配置一下, 安排, 催一下, 催下, 通知, 转告, 来个人, 派人, 谁来, 有人管, 有人处理
    please, pls, could you, can you, would you, help, i need, we need, i want, reset, check
  `),
  suggestions: phrases(`
    建议, 希望能, 能否增加, 最好能, 提个意见, 可以优化, 优化一下, 能不能优化
    suggest, suggestion, it would be nice, would be better
  `),
  supplements: phrases(`
    补充一下, 补充下, 补充说明, 补充情况, 补充信息, 补充一点, 补充两点, 补充个, 另外补充, 再补充, 再补充一点,
    追加说明, 追加一点, 更正一下, 更正下
    to add, one more thing, additional info, additional information
  `),
  supplementsBeforePause: phrases(`
    补充, 追加, 更正, 另外
    ps, supplement, add, correction
  `),
  still: phrases(`
    还是, 仍, 仍然, 依然, 依旧, 还一直, 仍旧, 仍是, 始终
    still, is still, still is, are still
  `),
  persists: phrases(`
    还是不行, 还是不可以, 还是老样子, 还是一样, 还是那样, 还是这样, 还没好, 还没有好, 没好, 没修好, 还没修好,
    没有修好, 没解决, 没有解决, 还没解决, 仍未解决, 未解决, 没恢复, 还没恢复, 没有恢复, 未恢复, 没弄好, 还没弄好,
    没搞好, 没处理好, 依然不行, 仍然不行, 还不行, 依旧不行, 又不行了, 又不行, 又这样了, 又出现了, 没用, 没起作用,
    没变化, 没改善, 没有改善
    still not working, still doesn't work, still does not work, still broken, still down, not fixed, not resolved,
    same problem, same issue, no change, again not working
  `),
  recovered: phrases(`
    可以正常访问了, 能正常访问了, 可以正常使用了, 能正常使用了, 可以正常登录了, 能正常登录了, 能正常打开了,
    可以正常打开了, 正常访问了, 正常使用了, 好了, 已好, 已经好了, 好啦, 修好了, 弄好了, 搞好了, 恢复了, 已恢复,
    已经恢复, 恢复正常, 恢复正常了, 已恢复正常, 正常了, 已正常, 可以了, 可以用了, 能用了, 又能用了, 能打开了,
    可以打开了, 打得开了, 打开了, 能登录了, 可以登录了, 能登了, 登上了, 登上去了, 进去了, 能访问了, 可以访问了,
    能查了, 查到了, 可以查了, 解决了, 已解决, 已经解决, 搞定了, 搞定, 没问题了, 没事了, 不卡了, 不慢了, 不报错了,
    不掉线了, 通了, 自己好了, 现在好了
    works now, working now, is working again, working again, works again, back up, is back, is back up, back online,
    fixed, is fixed, resolved, is resolved, recovered, back to normal, it's fine now, ok now
  `),
  awaited: phrases(`
    告诉, 说一声, 讲一声, 通知我, 回复, 叫我, 喊我, 喊一声, 等, 希望, 盼, 才, 就行, 就好, 早点, 之后, 以后
    let me know, until, once, as soon as
  `),
  attributives: phrases(`的`),
  sentAgain: phrases(`
    重新发, 重新传, 重新提供, 重发, 再发, 补发, 我换一份
    send it again, resend
  `),
  partOf: phrases(`
    的, 上的, 里的, 里面的, 中的, 里, 上, 里面, 上面的, 下的, 那个, 的那个, 这边的
    -, ->, /, 's, s
  `),
  greetings: phrases(`
    你好, 您好, 大家好, 各位好, 早, 早上好, 早安, 上午好, 中午好, 下午好, 晚上好, 晚安, 哈喽, 哈啰, 嗨, 嗨喽, 在吗,
    在不在, 在不, 有人吗, 有人在吗, 有人么, 新年好, 新年快乐, 节日快乐, 周末愉快, 周末快乐, 中秋快乐, 国庆快乐,
    春节快乐
    hi, hello, hey, good morning, good afternoon, good evening, good night, morning, are you there, anyone there
  `),
  thanks: phrases(`
    谢谢, 谢谢你, 谢谢您, 谢谢啦, 谢啦, 多谢, 感谢, 非常感谢, 谢了, 谢过, 辛苦, 辛苦了, 辛苦啦, 有劳
    3q, thx, thanks, thank you, thank u, many thanks, ty, cheers, appreciate it
  `),
  pleasantries: phrases(`
    运行正常, 一切正常, 巡检正常, 状态正常, 都正常, 均正常, 已处理, 处理中, 正在处理, 马上处理, 马上到, 在路上,
    路上了, 讲个, 没毛病, 呃, 哎, 唉, 好家伙, 绝了, 无语, 巡检完成, 您慢走, 慢走不送, 收到, 收到谢谢, 好的, 好滴,
    好哒, 好嘞, 好吧, 好呀, 好啊, 行吧, 行的, 可以的, 没问题, 没有问题, 没关系, 没事, 不客气, 不用谢, 客气了, 知道了,
    知道啦, 明白, 明白了, 了解, 了解了, 懂了, 嗯, 嗯嗯, 哦, 哦哦, 噢, 哈, 哈哈, 哈哈哈, 呵呵, 嘿嘿, 嘻嘻, 笑死, 笑哭,
    欧了, 在的, 稍等, 马上, 马上来, 这就来, 来了, 厉害, 牛, 牛啊, 给力, 点赞, 赞, 真棒, 太棒了, 不错, 很好用, 真好用,
    好用, 加油, 再见, 拜拜, 回见, 明天见, 对的, 是的, 没错, 笑话, 讲个故事, 天气, 下雨, 吃饭, 吃什么, 吃啥, 午饭,
    晚饭, 早饭, 点外卖, 奶茶, 咖啡, 火锅, 下班, 上班, 放假, 周末, 加班, 开会, 唱歌, 唱首歌, 机器人, 人工智能, 你多大, 几岁,
    会不会说话, 聪明, 可爱, 无聊, 好困, 困死了, 心情, 股票, 彩票, 球赛, 电影, 减肥, 生日快乐
    666, emmm, emm, ok, okay, okk, oki, got it, roger, noted, sure, fine, great, nice, good job, well done, awesome,
    cool, lol, haha, hahaha, bye, goodbye, see you, you are welcome, you're welcome, joke, weather, lunch, dinner,
    coffee, weekend
  `),
  introductions: phrases(`
    你是谁, 您是谁, 你叫什么, 你叫什么名字, 你是做什么的, 你是干什么的, 你是干嘛的, 你能做什么, 你能做些什么,
    你能干什么, 你能干嘛, 你会什么, 你会做什么, 你会干什么, 你有什么用, 你有什么功能, 你有哪些功能, 能做什么, 可以做什么,
    你可以做什么, 你可以干什么, 怎么使用你, 怎么用你, 介绍一下自己, 自我介绍
    who are you, what are you, what can you do, what do you do, how do you work
  `),
  everybody: phrases(`所有人, 全体成员, 全员, all, everyone`),
  numerals: {
    零: 0,
    一: 1,
    二: 2,
    两: 2,
    俩: 2,
    三: 3,
    仨: 3,
    四: 4,
    五: 5,
    六: 6,
    七: 7,
    八: 8,
    九: 9,
    十: 10,
    百: 100,
    千: 1_000,
    万: 10_000,
    'one ': 1,
    'two ': 2,
    'three ': 3,
    'four ': 4,
    'five ': 5,
  },
  people: phrases(`
    人, 个人, 位, 同事, 个同事, 名同事, 位同事, 员工, 个员工, 名员工, 用户, 个用户, 名用户, 位用户, 科员, 名科员, 位领导,
    个领导, 民警, 个民警, 名民警, 位民警, 台电脑, 台终端, 台机器, 台办公电脑, people, persons, person, users, user,
    colleagues, colleague, of us, computers, computer
  `),
  upTo: phrases(`-, ~, 到, 至, 或, 或者, to, or`),
  moreThan: phrases(`不止, 不只, 超过, 多于, 大于, 以上, 多, 不下, more than, over, at least`),
};
