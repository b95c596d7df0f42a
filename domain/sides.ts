import type { Side } from './request-types.ts';
import type { Role } from './types.ts';

export const SUPPLIER_ROLES: readonly Role[] = ['engineer', 'manager'];
export const CUSTOMER_ROLES: readonly Role[] = ['reporter', 'supervisor'];

/** Whoever works for the supplier does not decide for the customer, whatever else he is called. */
export function isSupplier(person: { readonly roles: readonly Role[] }): boolean {
  return person.roles.some((role) => SUPPLIER_ROLES.includes(role));
}

/** Is the person this, in a way that counts? A role of the customer's does not count beside one of the supplier's. */
export function actsAs(person: { readonly roles: readonly Role[] }, role: Role): boolean {
  return person.roles.includes(role) && (SUPPLIER_ROLES.includes(role) || !isSupplier(person));
}

/** Whose word his is. */
export function sideOf(person: { readonly roles: readonly Role[] }): Side {
  return isSupplier(person) ? 'supplier' : 'customer';
}
