/** @file What customers of the invented bank ask, in both languages, and who answers it. */

/** In code-point order. */
export const departments = ['Accounts', 'Cards', 'Digital', 'Investments', 'Loans'] as const;
export type Department = (typeof departments)[number];

export interface Asker {
  segment: 'person' | 'business';
  channel: 'app' | 'branch' | 'phone';
  hasCard: boolean;
  hasLoan: boolean;
  /** The fifth department has opened. */
  isOpen: boolean;
}

export interface Intent {
  /** How often it is asked, against the others. */
  weight: number;
  /** Asked only once the fifth department has opened. */
  later?: boolean;
  en: readonly string[];
  th: readonly string[];
  /** Shares of departments that answer; what is left to 1 is shared by the four that were there from the start. */
  answeredBy(asker: Asker): Partial<Record<Department, number>>;
}

/** `{amount}` and `{place}` are filled in. A text belongs to one intent. */
export const intents: readonly Intent[] = [
  {
    weight: 7,
    en: ['I lost my card, please block it', 'My card was stolen near {place}', 'Please freeze my card now'],
    th: ['ทำบัตรหาย ช่วยอายัดให้ด้วย', 'บัตรถูกขโมยแถว{place} ขออายัดบัตร', 'ขอระงับบัตรด่วน'],
    answeredBy: () => ({ Cards: 0.97 }),
  },
  {
    weight: 7,
    en: ['My card was declined at {place}', 'Paying by card does not go through'],
    th: ['รูดบัตรไม่ผ่านที่{place}', 'จ่ายด้วยบัตรไม่ได้'],
    answeredBy: () => ({ Cards: 0.92, Digital: 0.05 }),
  },
  {
    weight: 8,
    en: ['I was charged {amount} baht twice', 'The same {amount} baht left twice'],
    th: ['โดนตัดเงินซ้ำสองครั้ง {amount} บาท', 'ยอด {amount} บาทถูกหักสองรอบ'],
    answeredBy: ({ hasCard }) => (hasCard ? { Cards: 0.86, Accounts: 0.12 } : { Accounts: 0.9, Cards: 0.02 }),
  },
  {
    weight: 6,
    en: ['Can my limit be raised to {amount} baht', 'My limit of {amount} baht is too low'],
    th: ['ขอเพิ่มวงเงินเป็น {amount} บาท', 'วงเงิน {amount} บาทไม่พอใช้'],
    answeredBy: ({ segment }) => (segment === 'business' ? { Loans: 0.8, Cards: 0.16 } : { Cards: 0.84, Loans: 0.12 }),
  },
  {
    weight: 8,
    en: ['I want to borrow {amount} baht for a house', 'How do I apply for a car loan'],
    th: ['อยากกู้บ้าน {amount} บาท', 'สมัครสินเชื่อรถต้องทำอย่างไร'],
    answeredBy: () => ({ Loans: 0.97 }),
  },
  {
    weight: 8,
    en: ['Can I pay this month’s instalment later', 'I want to pay off my loan early'],
    th: ['ขอเลื่อนจ่ายค่างวดเดือนนี้', 'อยากปิดหนี้ก่อนกำหนด'],
    answeredBy: () => ({ Loans: 0.95 }),
  },
  {
    weight: 8,
    en: ['Why did my interest change this month', 'What rate do I have now'],
    th: ['ทำไมดอกเบี้ยเดือนนี้เปลี่ยน', 'ตอนนี้ดอกเบี้ยเท่าไร'],
    answeredBy: ({ hasLoan }) => (hasLoan ? { Loans: 0.85, Accounts: 0.13 } : { Accounts: 0.9, Loans: 0.06 }),
  },
  {
    weight: 8,
    en: ['I want to open a savings account', 'What papers are needed for a joint account'],
    th: ['ขอเปิดบัญชีออมทรัพย์', 'เปิดบัญชีร่วมใช้เอกสารอะไรบ้าง'],
    answeredBy: () => ({ Accounts: 0.96 }),
  },
  {
    weight: 9,
    en: ['The {amount} baht I sent has not arrived', 'I sent {amount} baht to the wrong account'],
    th: ['โอนเงิน {amount} บาทแล้วปลายทางยังไม่ได้รับ', 'โอนเงิน {amount} บาทผิดบัญชี'],
    answeredBy: ({ channel }) =>
      channel === 'app' ? { Digital: 0.62, Accounts: 0.34 } : { Accounts: 0.9, Digital: 0.06 },
  },
  {
    weight: 6,
    en: ['I need a statement of the last six months', 'Please send my balance by letter'],
    th: ['ขอรายการเดินบัญชีย้อนหลังหกเดือน', 'ขอหนังสือรับรองยอดเงิน'],
    answeredBy: () => ({ Accounts: 0.93 }),
  },
  {
    weight: 8,
    en: ['I cannot log in to the app', 'The code for the app never comes'],
    th: ['เข้าแอปไม่ได้', 'ไม่ได้รับรหัสเข้าแอปเลย'],
    answeredBy: () => ({ Digital: 0.96 }),
  },
  {
    weight: 7,
    en: ['The app closes when I scan a code', 'The app is slow since the update'],
    th: ['แอปเด้งออกตอนสแกนคิวอาร์', 'อัปเดตแล้วแอปช้ามาก'],
    answeredBy: () => ({ Digital: 0.97 }),
  },
  {
    weight: 6,
    en: ['I have a new phone number', 'Please change my address'],
    th: ['เปลี่ยนเบอร์โทรศัพท์ใหม่', 'ขอเปลี่ยนที่อยู่'],
    answeredBy: ({ channel }) =>
      channel === 'app' ? { Digital: 0.78, Accounts: 0.2 } : { Accounts: 0.88, Digital: 0.08 },
  },
  {
    weight: 6,
    en: ['Where should I put {amount} baht for a year', 'What gives more than a savings account'],
    th: ['มีเงิน {amount} บาท ควรฝากแบบไหนหนึ่งปี', 'มีอะไรได้มากกว่าออมทรัพย์ไหม'],
    answeredBy: ({ isOpen }) => (isOpen ? { Investments: 0.7, Accounts: 0.28 } : { Accounts: 0.95 }),
  },
  {
    weight: 12,
    later: true,
    en: ['I want to buy a fund for my retirement', 'When do I get the money of the fund I sold'],
    th: ['สนใจซื้อกองทุนเกษียณ', 'ขายกองทุนแล้วเงินเข้าเมื่อไร'],
    answeredBy: () => ({ Investments: 0.95, Accounts: 0.03 }),
  },
  {
    weight: 7,
    later: true,
    en: ['Can I subscribe to the new government bond', 'What does the bond of {amount} baht pay'],
    th: ['จองพันธบัตรรัฐบาลได้ที่ไหน', 'พันธบัตร {amount} บาทได้ผลตอบแทนเท่าไร'],
    answeredBy: () => ({ Investments: 0.9, Loans: 0.05 }),
  },
];

/** The chance of each department, in their order: the true rule. */
export function chances(intent: Intent, asker: Asker): number[] {
  const told = intent.answeredBy(asker);
  const left = 1 - Object.values(told).reduce((sum, share) => sum + share, 0);
  return departments.map((name) => (told[name] ?? 0) + (name === 'Investments' ? 0 : left / 4));
}

export const places = {
  en: ['the market', 'the airport', 'the station', 'the mall'],
  th: ['ตลาด', 'สนามบิน', 'สถานีรถไฟ', 'ห้าง'],
} as const;
export const greetings = {
  en: ['', '', 'Hello. ', 'Hi, a question. ', 'Urgent. '],
  th: ['', '', 'สวัสดี ', 'ขอสอบถาม ', 'ด่วนมาก '],
} as const;
