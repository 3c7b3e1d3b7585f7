#include "sync/service/app.hpp"

int main(int argc, char** argv) {
  return slipway::sync::run_sync(argc, argv);
}
