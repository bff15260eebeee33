/** What both servers are told by their parent. */
export const TOPIC = 'arn:aws:sns:us-east-1:111122223333:clarion-cloudtrail';

export function settings(): { readonly database: string; readonly pem: string } {
  const { BENCH_DATABASE: database, BENCH_PEM: pem } = process.env;
  if (database === undefined || pem === undefined) throw new Error('BENCH_DATABASE and BENCH_PEM must be set');
  return { database, pem };
}
