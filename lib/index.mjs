import server from './index.js';

export const { WebSocketServer, hashPassword } = server;
export default server;
