#include "base/keyed_hash.h"

namespace gantt {

constinit HashSecret keyed_hash::secret = kDefaultHashSecret;

void SetHashSecret(const HashSecret& secret) { keyed_hash::secret = secret; }

}  // namespace gantt
