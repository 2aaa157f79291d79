// The outcome of a change, as documented in lib/native/addon.js.
#ifndef GANTT_BINDING_OUTCOME_H_
#define GANTT_BINDING_OUTCOME_H_

#include <napi.h>

#include <string>
#include <vector>

#include "base/status.h"
#include "message/terms.h"

namespace gantt::binding {

// {changed, broadcast?, told?, author?, conflicts?, storms?}; moves the texts.
Napi::Object ToObject(Napi::Env env, Outcome* outcome);

// {code, message, clientRevision?}
Napi::Object Refusal(Napi::Env env, const Status& status, const Outcome& outcome);

// An array of Buffers.
Napi::Array ToBuffers(Napi::Env env, std::vector<std::string> texts);

}  // namespace gantt::binding

#endif  // GANTT_BINDING_OUTCOME_H_
