/** @file What tells a person's own particulars from other texts. */

const email = /[\p{L}\d._%+-]+@[\p{L}\d-]+(\.[\p{L}\d-]+)*\.\p{L}{2,}/u;
/** `+` or a leading 0, then 8 to 14 digits more with single spaces, points, hyphens or brackets between; the whole cell. */
const phone = /^(\+|00?)(?=[1-9(])[\d(][\d().\s-]*\d$/;
const thaiId = /(?<![\d-])[1-8]-?\d{4}-?\d{5}-?\d{2}-?\d(?![\d-])/g;

export function holdsEmail(text: string): boolean {
  return text.includes('@') && email.test(text);
}

export function isPhone(text: string): boolean {
  const code = text.charCodeAt(0);
  if (code !== 43 && code !== 48) return false;
  const count = text.replace(/\D/g, '').length;
  return count >= 9 && count <= 15 && phone.test(text) && !/[.\s()-]{3,}/.test(text);
}

/**
 * Thirteen digits, the last of them (11 - sum of the first twelve times 13, 12 .. 2, modulo 11) modulo 10, the rule of the
 * Thai Department of Provincial Administration. Of thirteen digits drawn by chance, about one in ten passes.
 */
export function isThaiId(text: string): boolean {
  const ids = text.replaceAll('-', '');
  if (!/^[1-8]\d{12}$/.test(ids)) return false;
  let sum = 0;
  for (let i = 0; i < 12; i++) sum += Number(ids[i]) * (13 - i);
  return (11 - (sum % 11)) % 10 === Number(ids[12]);
}

/** candidate: as many digits; valid: with the right last one. */
export function thaiIds(text: string): { candidate: boolean; valid: boolean } {
  const found = text.length < 13 ? null : text.match(thaiId);
  return { candidate: found !== null, valid: found !== null && found.some(isThaiId) };
}

const particulars: [what: string, pattern: RegExp][] = [
  ['names of people', /^(full|first|last|middle|given|family|sur|user|nick)?[_\s.-]?names?$|^ชื่อ|นามสกุล/i],
  ['e-mail addresses', /(^|[_\s.-])e?-?mail([_\s.-]?addr(ess)?)?$|อีเมล/i],
  ['phone numbers', /(^|[_\s.-])(phone|telephone|mobile|cell|fax)([_\s.-]?(no|number))?$|โทรศัพท์|เบอร์โทร/i],
  ['addresses', /^(home|street|postal|mailing)?[_\s.-]?address$|ที่อยู่/i],
  ['birth dates', /(^|[_\s.-])(dob|birth[_\s.-]?(date|day)|date[_\s.-]of[_\s.-]birth)$|วันเกิด/i],
  [
    'numbers of identity papers',
    /(^|[_\s.-])(ssn|passport|national[_\s.-]?id|citizen[_\s.-]?id|id[_\s.-]?card)([_\s.-]?(no|number))?$|บัตรประชาชน/i,
  ],
  ['internet addresses of people', /(^|[_\s.-])ip([_\s.-]?addr(ess)?)?$/i],
];

/** What a column of this name is likely to hold, or null. camelCase counts as words. */
export function particularsNamed(name: string): string | null {
  const words = name.trim().replace(/([a-z])([A-Z])/g, '$1_$2');
  return particulars.find(([, pattern]) => pattern.test(words))?.[0] ?? null;
}
