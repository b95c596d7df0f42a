/** Words of a list of people as an office writes it, and what they are called in the program. */
export const peopleWords = {
  columns: {
    姓名: 'name',
    平台: 'platform',
    人员编号: 'person',
    账号: 'account',
    帐号: 'account',
    角色: 'roles',
    岗位: 'posts',
    部门: 'department',
    值班顺序: 'dutyOrder',
  },
  platforms: { 企业微信: 'wecom', 钉钉: 'dingtalk', 沙箱: 'sandbox' },
  roles: {
    报障人: 'reporter',
    驻场工程师: 'engineer',
    工程师: 'engineer',
    项目经理: 'manager',
    监理: 'supervisor',
  },
  posts: {
    重要用户: 'vip',
    供应商负责人: 'supplier_lead',
    采购人负责人: 'customer_lead',
    驻场人员: 'on_site',
  },
} as const;
