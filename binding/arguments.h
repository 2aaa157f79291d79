// What JavaScript handed over, checked. A wrong call throws TypeError, which is misuse; what a
// client sent is never checked here.
#ifndef GANTT_BINDING_ARGUMENTS_H_
#define GANTT_BINDING_ARGUMENTS_H_

#include <napi.h>

#include <cstddef>
#include <string>
#include <string_view>

#include "base/status.h"
#include "model/project.h"

namespace gantt::binding {

// The bytes of a Buffer or Uint8Array; they belong to JavaScript and may be viewed until the call
// returns.
std::string_view BytesArgument(const Napi::CallbackInfo& info, size_t index);
std::string StringArgument(const Napi::CallbackInfo& info, size_t index);
double NumberArgument(const Napi::CallbackInfo& info, size_t index);

// {id, idFormat?, maxMessageBytes?, maxLogRevisions?, maxLogBytes?, maxProjectBytes?}
ProjectOptions ProjectOptionsArgument(const Napi::CallbackInfo& info, size_t index);

// {code, message}
Napi::Object Failure(Napi::Env env, const Status& status);
// A Buffer of its own; a large text is adopted instead of copied where the runtime allows it.
Napi::Value ToBuffer(Napi::Env env, std::string text);

}  // namespace gantt::binding

#endif  // GANTT_BINDING_ARGUMENTS_H_
