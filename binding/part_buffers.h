// The parts of a project's datasets as Buffers.
#ifndef GANTT_BINDING_PART_BUFFERS_H_
#define GANTT_BINDING_PART_BUFFERS_H_

#include <napi.h>

#include <string>
#include <unordered_map>

#include "wire/dataset_encoder.h"

namespace gantt::binding {

// A repeated part is the same Buffer, because V8 must not adopt the same memory twice.
class PartBuffers {
 public:
  // An array of Buffers, adopted without a copy if the runtime allows it.
  Napi::Array ToArray(Napi::Env env, TextParts parts);
  void Clear() { kept_.clear(); }

 private:
  // The long parts of the last call. Each Buffer keeps its part alive.
  std::unordered_map<const std::string*, Napi::Reference<Napi::Buffer<char>>> kept_;
};

}  // namespace gantt::binding

#endif  // GANTT_BINDING_PART_BUFFERS_H_
