// What lies in the sample workspace. The secrets are made up, or the vendors' documented examples.
export const FILES = {
  'orders.ts': `import { money, type Order } from './order';

// Questions: grace.hopper@example.com
const VAT = 0.19;

export function total(order: Order): number {
  const net = order.lines.reduce((sum, line) => sum + line.price * line.count, 0);
  return money(net * (1 + VAT));
}

export function label(order: Order): string {
  return \`\${order.id}: \${total(order)} EUR\`;
}

`,
  'order.ts': `export interface Line {
  article: string;
  price: number;
  count: number;
}

export interface Order {
  id: string;
  lines: Line[];
}

export const money = (amount: number) => Math.round(amount * 100) / 100;
`,
  'config.env': `REGION=eu-central-1
AWS_ACCESS_KEY_ID=AKIAIOSFODNN7EXAMPLE
AWS_SECRET_ACCESS_KEY=wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY
DATABASE_PASSWORD=correct-horse-battery
LOG_LEVEL=info
`,
};
