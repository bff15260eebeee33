// What a container's health check runs: ends with 0 when the receiver answers. By either protocol, as it may have a certificate of its own,
// which is for its public name and not for this address.
import { request as http } from 'node:http';
import { request as https } from 'node:https';

const { CLARION_PORT: port = '8080' } = process.env;
const OPTIONS = { host: '127.0.0.1', port, path: '/healthz', timeout: 3_000, rejectUnauthorized: false };

const answers = (request) =>
  new Promise((resolve) => {
    const asked = request(OPTIONS, (response) => resolve(response.resume().statusCode === 200));
    asked.on('error', () => resolve(false)).on('timeout', () => asked.destroy());
    asked.end();
  });

process.exit((await answers(http)) || (await answers(https)) ? 0 : 1);
