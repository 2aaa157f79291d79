#include "outcome.h"

#include <napi.h>

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "arguments.h"
#include "base/status.h"
#include "message/terms.h"

namespace gantt::binding {

Napi::Object ToObject(Napi::Env env, Outcome* outcome) {
  Napi::Object object = Napi::Object::New(env);
  object.Set("changed", outcome->changed);
  if (outcome->changed)
    object.Set("broadcast", ToBuffer(env, std::exchange(outcome->broadcast, {})));
  Napi::Array told;
  for (uint32_t dialect = 0; dialect < outcome->told.size(); ++dialect) {
    std::vector<std::string>& messages = outcome->told[dialect];
    if (messages.empty()) continue;
    if (told.IsEmpty()) told = Napi::Array::New(env, outcome->told.size());
    told.Set(dialect, ToBuffers(env, std::move(messages)));
    messages.clear();
  }
  if (!told.IsEmpty()) object.Set("told", told);
  if (outcome->author) object.Set("author", ToBuffers(env, *std::move(outcome->author)));
  if (outcome->author_is_lost) object.Set("isAuthorLost", true);
  if (!outcome->conflicts.empty()) object.Set("conflicts", outcome->conflicts);
  if (!outcome->locked.empty()) object.Set("locked", outcome->locked);
  if (!outcome->storms.empty()) object.Set("storms", outcome->storms);
  return object;
}

Napi::Object Refusal(Napi::Env env, const Status& status, const Outcome& outcome) {
  Napi::Object refusal = Failure(env, status);
  if (!outcome.client_revision.empty())
    refusal.Set("clientRevision", IdValue(env, outcome.client_revision));
  return refusal;
}

Napi::Array ToBuffers(Napi::Env env, std::vector<std::string> texts) {
  Napi::Array buffers = Napi::Array::New(env, texts.size());
  for (uint32_t i = 0; i < texts.size(); ++i) buffers.Set(i, ToBuffer(env, std::move(texts[i])));
  return buffers;
}

}  // namespace gantt::binding
